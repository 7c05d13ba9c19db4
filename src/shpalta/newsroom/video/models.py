"""Own videos with their captions, and embeds: what lives elsewhere, with the words kept here."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shpalta.newsroom.announcing.rows import Announced
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.names import passage_languages
from shpalta.newsroom.video.choices import Provider, State
from shpalta.newsroom.video.providers import Place, find_place
from shpalta.newsroom.vocabulary.models import Entity

FILES = "videos/"
"""Where what readers get lies in the storage; originals lie elsewhere and are not for them."""
CAPTIONS = "captions/"
MOVIE = "video.mp4"
PLAYLIST = "hls/index.m3u8"


class Filmed(Announced):
    """What own videos and embeds have in common: words, a still, people, a way to be found."""

    title = models.CharField(_("title"), max_length=300)
    people = models.ManyToManyField(
        Entity,
        blank=True,
        related_name="+",
        verbose_name=_("who and what is seen"),
    )
    filmed_on = models.DateField(
        pgettext_lazy("video", "date"), null=True, blank=True, help_text=_("When it was filmed.")
    )
    folded_words = models.TextField(editable=False, default="", db_default="")
    """Everything it can be found by, in lower case: SQLite folds ASCII letters only."""
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("added by"),
    )

    found_by: tuple[str, ...] = ("title",)
    """The columns whose words it is found by."""

    class Meta:
        abstract = True
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded words in step with the words."""
        if kwargs.get("update_fields") is None:
            words = [str(getattr(self, name) or "") for name in self.found_by]
            self.folded_words = " · ".join(word for word in words if word).casefold()
        super().save(*args, **kwargs)


class Video(Filmed):
    """A video file of the house.

    Its row says how far it is: the workshop takes what waits. `folder` names what readers get by
    the hash of its content; "" as long as there is nothing.
    """

    caption = models.CharField(
        _("caption"),
        max_length=500,
        blank=True,
        help_text=pgettext_lazy("video", "What a reader sees under it."),
    )
    credit = models.CharField(
        _("credit"),
        max_length=300,
        blank=True,
        help_text=_("Who made it, as it is printed. A title may demand it."),
    )
    transcript = models.URLField(
        _("transcript"),
        max_length=500,
        blank=True,
        help_text=_("The address of a page with everything that is said, if there is one."),
    )
    poster = models.ForeignKey(
        Picture,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("poster"),
        help_text=_("Stands there until somebody plays it. Empty: one is taken from the video."),
    )
    original = models.FileField(_("file"), upload_to="original_videos/", max_length=255)
    original_name = models.CharField(_("file name"), max_length=255, editable=False)
    original_hash = models.CharField(max_length=64, editable=False, db_index=True)

    state = models.CharField(
        _("state"), max_length=16, choices=State, default=State.WAITING, editable=False
    )
    failure = models.CharField(max_length=60, blank=True, editable=False)
    """Why it failed, as a code of `shpalta.newsroom.video.refusals`."""
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    progress = models.PositiveSmallIntegerField(default=0, editable=False)
    """In percent, while it is worked on."""
    beat_at = models.DateTimeField(null=True, editable=False)
    """When its maker was last heard; one that is silent for long is taken to be dead."""

    folder = models.CharField(max_length=32, blank=True, editable=False, db_index=True)
    duration = models.FloatField(_("length"), null=True, editable=False)
    """In seconds."""
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    size = models.BigIntegerField(null=True, editable=False)
    """Of the MP4, in bytes."""

    found_by = ("title", "caption", "credit", "original_name")

    class Meta(Filmed.Meta):
        verbose_name = _("video")
        verbose_name_plural = _("videos")
        indexes = [models.Index(fields=["state", "id"], name="video_state")]

    @property
    def is_ready(self) -> bool:
        """Whether there is something for readers to play."""
        return self.state == State.READY and bool(self.folder)

    @property
    def movie_url(self) -> str:
        """The address of the MP4."""
        return default_storage.url(f"{FILES}{self.folder}/{MOVIE}")

    @property
    def playlist_url(self) -> str:
        """The address of the HLS playlist."""
        return default_storage.url(f"{FILES}{self.folder}/{PLAYLIST}")

    @property
    def length(self) -> timedelta:
        """How long it lasts, to the second."""
        return timedelta(seconds=round(self.duration or 0))


class Captions(Announced):
    """What is said in a video, in one language, as WebVTT; its name is the hash of its content."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(_("language"), max_length=12)
    digest = models.CharField(max_length=32, editable=False, db_index=True)
    cues = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("captions")
        verbose_name_plural = _("captions")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["video", "language"],
                name="one_captions_per_language",
                violation_error_message=_("There are captions in this language already."),
            )
        ]

    def __str__(self) -> str:
        return self.language

    @property
    def file_name(self) -> str:
        """Where the file lies in the storage."""
        return f"{CAPTIONS}{self.digest}.vtt"

    @property
    def url(self) -> str:
        """Its address."""
        return default_storage.url(self.file_name)


class Embed(Filmed):
    """A post or a video that lives elsewhere, with all that stays here should it vanish there."""

    address = models.CharField(_("address"), max_length=500, unique=True)
    provider = models.CharField(_("where it is"), max_length=16, choices=Provider, editable=False)
    author = models.CharField(_("author"), max_length=200, blank=True)
    text = models.TextField(
        _("what it says"), blank=True, help_text=_("Of a post: stays if the post vanishes.")
    )
    language = models.CharField(
        _("language of the words"), max_length=12, blank=True, choices=passage_languages
    )
    still = models.ForeignKey(
        Picture,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("still"),
        help_text=_("Our own copy: readers load nothing from elsewhere before they click."),
    )
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    """The shape of the player, where the provider told."""
    gone_at = models.DateTimeField(_("gone since"), null=True, blank=True, editable=False)
    checked_at = models.DateTimeField(_("last looked at"), null=True, blank=True, editable=False)
    next_check_at = models.DateTimeField(null=True, editable=False, db_index=True)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    """How often in a row the provider did not have it."""

    found_by = ("title", "author", "text", "address")

    class Meta(Filmed.Meta):
        verbose_name = _("embed")
        verbose_name_plural = pgettext_lazy("video", "embeds")

    @property
    def place(self) -> Place | None:
        """What the address says: the provider, and the player's address."""
        return find_place(self.address)

    def clean(self) -> None:
        """Refuse an address of nobody we know."""
        super().clean()
        place = find_place(self.address) if self.address else None
        if self.address and place is None:
            raise ValidationError({"address": _("This is no post or video of a known provider.")})
        if place is not None:
            self.address, self.provider = place.address, place.provider

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the provider in step with the address."""
        place = self.place
        if place is not None:
            self.address, self.provider = place.address, place.provider
        super().save(*args, **kwargs)
