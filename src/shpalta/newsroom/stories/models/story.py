"""The story.

A story belongs to one edition. What it tells across editions is its `Work`: siblings in other
languages share the work and with it the permanent number in the address.
"""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.actions.registry import action_registry
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from shpalta.core.addresses import Kind, story_path
from shpalta.core.visibility import Standing, State, is_embargoed
from shpalta.newsroom.announcing.rows import Announced, AnnouncingQuerySet
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.stories.blocks import BodyBlock
from shpalta.newsroom.stories.choices import Importance, KindChoice, Mark, StateChoice
from shpalta.newsroom.titles.models import Edition, Rubric, Title
from shpalta.newsroom.video.models import Video
from shpalta.newsroom.vocabulary.models import Entity, Topic

_NOT_OF_A_VERSION = (
    "work",
    "title",
    "state",
    "updated_at",
    "withdrawn_at",
    "created_at",
    "embargo_until",
)
"""What belongs to the story itself: no revision changes it."""


class Work(models.Model):
    """What siblings in several editions have in common. Its id is the number in the address."""

    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")

    def __str__(self) -> str:
        return str(self.pk)


class StoryQuerySet(AnnouncingQuerySet["Story"]):
    """Stories; `public` says in SQL what `shpalta.core.visibility.is_public` says of one."""

    def public(self, now: datetime | None = None) -> Self:
        """Keep what the public may see at `now` (aware; default: now)."""
        now = now or timezone.now()
        free = models.Q(embargo_until__isnull=True) | models.Q(embargo_until__lte=now)
        return self.filter(free, state=State.PUBLISHED, published_at__lte=now)


class Story(
    Announced,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """One story of one edition."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="stories", editable=False)
    title = models.ForeignKey(
        Title,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=pgettext_lazy("newspaper", "title"),
    )
    """The edition's title, kept here so that lists of one title need no join."""
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="stories", verbose_name=_("edition")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=KindChoice, default=KindChoice.NEWS)
    rubric = models.ForeignKey(
        Rubric,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=_("rubric"),
    )

    headline = models.CharField(_("headline"), max_length=300)
    front_headline = models.CharField(
        _("front headline"),
        max_length=300,
        blank=True,
        help_text=_("For the front and the ticker, when it should differ."),
    )
    lead = models.TextField(_("lead"), blank=True, help_text=_("The first paragraph."))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    lead_picture = models.ForeignKey(
        Picture,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead picture"),
    )
    lead_caption = models.CharField(_("caption"), max_length=500, blank=True)
    lead_credit = models.CharField(_("credit"), max_length=300, blank=True)
    lead_video = models.ForeignKey(
        Video,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead video"),
        help_text=_("Stands in the place of the lead picture, which is then for lists alone."),
    )

    topics = ParentalManyToManyField(
        Topic, blank=True, related_name="stories", verbose_name=_("topics")
    )
    entities = ParentalManyToManyField(
        Entity, blank=True, related_name="stories", verbose_name=_("people, organisations, places")
    )

    importance = models.CharField(
        _("importance"), max_length=16, choices=Importance, default=Importance.NORMAL
    )
    mark = models.CharField(
        _("ticker mark"), max_length=16, choices=Mark, default=Mark.NONE, blank=True
    )

    live = models.BooleanField(_("live"), default=False, editable=False)
    """Wagtail's word for published; theirs begins as True, ours follows from the state."""
    state = models.CharField(
        _("state"), max_length=16, choices=StateChoice, default=StateChoice.DRAFT, editable=False
    )
    published_at = models.DateTimeField(
        _("published"),
        null=True,
        blank=True,
        help_text=_("Empty: the moment of publishing. Fixed once the story is out."),
    )
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("Nobody can publish the story before this moment."),
    )
    """A fact about the story and not about one version of it: it holds as soon as it is saved."""
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    listed_at = models.DateTimeField(_("date"), default=timezone.now, editable=False)
    """What the newsroom's list is sorted by: when it was published, or else created."""
    is_substantive = models.BooleanField(
        _("substantive update"),
        default=False,
        help_text=_("Tell readers that the story was updated, and when. Not for a typo."),
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "work"],
                name="one_story_per_work_and_edition",
                violation_error_message=_("This edition has this story already."),
            ),
            models.CheckConstraint(
                name="live_when_published",
                condition=models.Q(live=True, state="published")
                | (models.Q(live=False) & ~models.Q(state="published")),
            ),
            models.CheckConstraint(
                name="published_has_a_time",
                condition=models.Q(state="draft") | models.Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="updated_not_before_published",
                condition=models.Q(updated_at__isnull=True)
                | models.Q(updated_at__gte=models.F("published_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["-listed_at", "-id"], name="story_listed"),
            models.Index(fields=["edition", "-listed_at", "-id"], name="story_edition"),
            models.Index(fields=["state", "-listed_at", "-id"], name="story_state"),
            models.Index(fields=["edition", "state", "-listed_at", "-id"], name="story_ed_state"),
            models.Index(fields=["rubric", "-listed_at", "-id"], name="story_rubric"),
            models.Index(fields=["kind", "-listed_at", "-id"], name="story_kind"),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def number(self) -> int:
        """The permanent number in the address."""
        return int(self.work_id)

    @property
    def standing(self) -> Standing:
        """The facts from which `shpalta.core.visibility` decides who may see the story."""
        return Standing(
            state=State(self.state),
            published_at=self.published_at,
            embargo_until=self.embargo_until,
        )

    @property
    def path(self) -> str:
        """The path of its page. For a draft: the one it would get if it were published now."""
        return story_path(
            self.edition.prefix,
            kind=Kind(self.kind),
            published_at=self.published_at or timezone.now(),
            zone=self.edition.title.zone,
            number=self.number,
        )

    def clean(self) -> None:
        """Refuse what no edition could print; each message stands at its field."""
        super().clean()
        errors = {}
        if self.edition_id and self.rubric and self.rubric.title_id != self.edition.title_id:
            errors["rubric"] = _("This rubric belongs to another title.")
        if self.published_at and self.published_at > timezone.now():
            errors["published_at"] = _("This moment is still to come.")
        if errors:
            raise ValidationError(errors)

    def check_embargo(self, *, now: datetime) -> None:
        """Raise ValidationError if the story may not be published yet at `now` (aware)."""
        if self.embargo_until is not None and is_embargoed(self.standing, now=now):
            zone = self.edition.title.zone
            raise ValidationError(
                _("Under embargo until %(moment)s (%(zone)s): nobody can publish it before."),
                code="embargo",
                params={
                    "moment": f"{self.embargo_until.astimezone(zone):%d.%m.%Y %H:%M}",
                    "zone": zone.key,
                },
            )

    def derive_columns(self) -> None:
        """Set what follows from other columns: title, Wagtail's `live`, the place in the list.

        Every way to write a whole row comes by here. Raises ValidationError where the row would
        be public before its embargo ends.
        """
        self.live = self.state == State.PUBLISHED
        if self.live:
            self.check_embargo(now=timezone.now())
        self.title_id = self.edition.title_id
        self.listed_at = self.published_at or self.created_at

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the story; a new one gets its permanent number here."""
        if self.work_id is None:
            self.work = Work.objects.create()
        self.derive_columns()
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """Lay a revision over the row, keeping what belongs to the story and to no revision."""
        story: Self = super().with_content_json(content)
        for field in _NOT_OF_A_VERSION:
            column: Any = self._meta.get_field(field)
            setattr(story, column.attname, getattr(self, column.attname))
        if self.state != State.DRAFT:
            story.published_at = self.published_at
            story.edition_id = self.edition_id
        return story

    def publish(self, revision: Any, **kwargs: Any) -> Any:
        """Make a revision public; every publishing of Wagtail's screens comes here."""
        skip = kwargs.pop("skip_permission_checks", False)
        action = action_registry.get_action_class(type(self), "publish")
        return action(revision, **kwargs).execute(skip_permission_checks=skip)

    def unpublish(self, **kwargs: Any) -> Any:
        """Withdraw the story."""
        action = action_registry.get_action_class(type(self), "unpublish")
        return action(self, **kwargs).execute(skip_permission_checks=True)

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """Show the story as readers will see it. The press is wired in by the settings."""
        render = import_string(settings.SHPALTA_STORY_PREVIEW)
        return render(self, request)
