"""The forms of own videos and of embeds."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.forms.models import WagtailAdminModelForm

from shpalta.newsroom.names import passage_languages
from shpalta.newsroom.video.captions import read_captions
from shpalta.newsroom.video.cards import complete, fill_in, find_card
from shpalta.newsroom.video.errors import VideoError
from shpalta.newsroom.video.models import Captions, Embed, Video
from shpalta.newsroom.video.providers import find_place
from shpalta.newsroom.video.services import drop_captions, keep_captions, take_video
from shpalta.newsroom.vocabulary.pickers import WordsField

ACCEPTED = "video/*,.mkv,.mts,.m2ts,.mxf,.flv,.ts"


def _people_field() -> WordsField:
    """Let who and what is seen be found as one types, among thousands."""
    label = capfirst(_("who and what is seen"))
    return WordsField("entities", required=False, label=label)


class UploadForm(WagtailAdminModelForm):
    """A new own video: the file, and the words that are printed with it."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text=_("MP4, MOV, WebM, MKV or another video. It is made streamable by itself."),
    )

    class Meta(WagtailAdminModelForm.Meta):
        model = Video
        fields = ("title", "credit", "caption")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["file", "title", "credit", "caption"])
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Empty: the file's name.")

    def _post_clean(self) -> None:
        """Take the file as soon as the words are right: what is wrong with it stands at it."""
        super()._post_clean()
        if self.errors:
            return
        given = self.cleaned_data
        try:
            self.instance = take_video(
                file=given["file"],
                name=given["file"].name,
                title=given["title"].strip(),
                credit=given["credit"],
                caption=given["caption"],
                actor=self.for_user,
            )
        except VideoError as error:
            self.add_error("file", str(error))

    def save(self, commit: bool = True) -> Video:
        """Give what was taken."""
        del commit
        video: Video = self.instance
        return video


class VideoForm(WagtailAdminModelForm):
    """An own video's words, and its captions by language."""

    people = _people_field()
    captions_language = forms.ChoiceField(
        label=_("Language of the captions"), choices=passage_languages, required=False
    )
    captions_file = forms.FileField(
        label=_("Captions"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
        help_text=_("WebVTT or SubRip, in UTF-8. They replace those of the same language."),
    )
    captions_dropped = forms.ModelMultipleChoiceField(
        Captions.objects.none(),
        label=_("Take these captions away"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dropped: Any = self.fields["captions_dropped"]
        if self.instance.pk:
            dropped.queryset = self.instance.captions.all()
        names = dict(passage_languages())
        dropped.label_from_instance = lambda one: names.get(one.language, one.language)

    def clean_captions_file(self) -> bytes | None:
        """Read the captions; refuse what they are not."""
        upload = self.cleaned_data.get("captions_file")
        if upload is None:
            return None
        content: bytes = upload.read()
        try:
            read_captions(content)
        except VideoError as error:
            raise forms.ValidationError(str(error)) from error
        return content

    def save(self, commit: bool = True) -> Video:
        """Save the words and the captions."""
        video: Video = super().save(commit=commit)
        given = self.cleaned_data
        for captions in given.get("captions_dropped") or ():
            drop_captions(video=video, language=captions.language)
        if given.get("captions_file"):
            keep_captions(
                video=video, language=given["captions_language"], content=given["captions_file"]
            )
        return video


class EmbedForm(WagtailAdminModelForm):
    """A card: one pastes the address, what the provider tells is filled in."""

    people = _people_field()

    class Meta(WagtailAdminModelForm.Meta):
        model = Embed
        fields: tuple[str, ...] = ("address", "title", "author", "text", "language", "still")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told_still = ""
        for name in ("title", "author", "text", "still"):
            if name in self.fields:
                self.fields[name].required = False
        if "title" in self.fields:
            self.fields["title"].help_text = _("Empty: what the provider tells.")
        if "address" in self.fields:
            self.fields["address"] = forms.CharField(
                label=_("Address"),
                max_length=500,
                widget=forms.URLInput(attrs={"placeholder": "https://youtu.be/…"}),
                help_text=_(
                    "Of a video or a post on YouTube, Vimeo, Facebook, Telegram or X. Title, "
                    "author and still are fetched where the provider tells them."
                ),
            )

    def clean_address(self) -> str:
        """Take it as people paste it; refuse what is nobody's, or here already."""
        place = find_place(self.cleaned_data["address"])
        if place is None:
            raise forms.ValidationError(
                _("This is no video or post on YouTube, Vimeo, Facebook, Telegram or X.")
            )
        known = find_card(place.address)
        if known is not None and known.pk != self.instance.pk:
            raise forms.ValidationError(
                _now("There is a card of it already: “%(title)s”.") % {"title": known.title}
            )
        return place.address

    def clean(self) -> dict[str, Any]:
        """Fetch what nobody typed; ask for the title where nobody told it."""
        cleaned: dict[str, Any] = super().clean()
        if self.errors or (cleaned.get("title") and cleaned.get("still")):
            return cleaned
        words = {name: cleaned.get(name) or "" for name in ("title", "author", "text")}
        card = Embed(address=cleaned["address"], **words)
        self.told_still = fill_in(card)
        cleaned.update({name: getattr(card, name) for name in words})
        self.instance.width, self.instance.height = card.width, card.height
        if not cleaned["title"]:
            self.add_error(
                "title",
                _("The provider tells nothing or cannot be reached: type the title."),
            )
        return cleaned

    def save(self, commit: bool = True) -> Embed:
        """Save the card, with a copy of the provider's still where nobody chose one."""
        card: Embed = super().save(commit=False)
        complete(card, still=self.told_still, actor=self.for_user)
        if commit:
            card.save()
            self.save_m2m()
        return card


class PastedEmbedForm(EmbedForm):
    """The form inside the chooser's window: the still is chosen on the card's own screen."""

    people = None  # type: ignore[assignment]  # Django's way to leave a field out

    class Meta(EmbedForm.Meta):
        fields = ("address", "title", "author", "text", "language")


class FoundByWordsForm(BaseFilterForm):
    """The search field of the choosers."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Words of the title, caption or people")}),
    )

    def filter(self, objects: Any) -> Any:
        """Keep what has all the words."""
        query = self.cleaned_data.get("q", "").strip()
        if query:
            self.is_searching = True
            self.search_query = query
            objects = with_words(objects, query)
        return objects


def with_words(rows: Any, query: str) -> Any:
    """Keep videos or embeds that have every word of a query, or show people who do."""
    for word in query.casefold().split()[:8]:
        people = rows.model.people.through.objects.filter(
            entity__folded_names__contains=word
        ).values(f"{rows.model._meta.model_name}_id")  # noqa: SLF001  Django's own name
        rows = rows.filter(Q(folded_words__contains=word) | Q(pk__in=people))
    return rows
