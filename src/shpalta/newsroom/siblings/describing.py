"""How siblings are told to people: in the list, above the editor, on the screen of editions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from shpalta.newsroom.siblings.comparing import Difference, Fate, Mark
from shpalta.newsroom.siblings.models import MachineDraft, StepMark
from shpalta.newsroom.siblings.steps import siblings_of
from shpalta.newsroom.stories.blocks import BodyBlock
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.narrowing import narrowed
from shpalta.newsroom.stories.notes import Note
from shpalta.newsroom.titles.models import Edition

_BEHIND = "SELECT story_id FROM siblings_stepmark WHERE is_behind"
_UNCONFIRMED = "SELECT story_id FROM siblings_machinedraft WHERE confirmed_at IS NULL"

FATES: Mapping[Fate, Any] = {
    Fate.ADDED: gettext_lazy("added"),
    Fate.REMOVED: gettext_lazy("removed"),
    Fate.CHANGED: gettext_lazy("changed"),
    Fate.MOVED: gettext_lazy("moved"),
    Fate.INNER: gettext_lazy("links, emphasis or picture changed"),
}
MARKS: Mapping[Mark, Any] = {
    Mark.INSERTED: gettext_lazy("inserted"),
    Mark.DELETED: gettext_lazy("deleted"),
}


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition of a story's title, and the story in it, if there is one."""

    edition: Edition
    language: str
    story: Story | None
    is_this: bool
    is_behind: bool
    """Whether the story that is looked at is behind this one."""


@dataclass(frozen=True, slots=True)
class ToldDifference:
    """A difference as the screen shows it: runs are (mark, its word, text)."""

    place: str
    fate: str
    runs: tuple[tuple[str, str, str], ...]


def language_name(code: str) -> str:
    """Give the name of a language in the language of the screen."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def piece_name(kind: str) -> str:
    """Give the name of a field or of a kind of block."""
    block = BodyBlock().child_blocks.get(kind)
    if block is not None:
        return str(block.label)
    field: Any = Story._meta.get_field(kind)  # noqa: SLF001  Django's name
    name = str(field.verbose_name)
    return name[:1].upper() + name[1:]


def told(differences: Sequence[Difference]) -> list[ToldDifference]:
    """Tell differences in words and marks, not by colour alone."""
    return [
        ToldDifference(
            place=piece_name(difference.kind),
            fate=str(FATES[difference.fate]),
            runs=tuple(
                (str(mark), str(MARKS.get(mark, "")), text) for mark, text in difference.words
            ),
        )
        for difference in differences
    ]


def edition_rows(story: Story) -> list[EditionRow]:
    """List the editions of a story's title with the siblings; three queries."""
    siblings = siblings_of(story).defer("body", "lead").select_related("latest_revision")
    found = {each.edition_id: each for each in siblings.defer("latest_revision__content")}
    behind = set(
        StepMark.objects.filter(story_id=story.pk, is_behind=True).values_list(
            "other_id", flat=True
        )
    )
    rows = []
    for edition in Edition.objects.filter(title_id=story.title_id).order_by("position", "pk"):
        is_this = edition.pk == story.edition_id
        there = story if is_this else found.get(edition.pk)
        rows.append(
            EditionRow(
                edition=edition,
                language=language_name(edition.language),
                story=there,
                is_this=is_this,
                is_behind=there is not None and there.pk in behind,
            )
        )
    return rows


def notes_of(stories: Sequence[Story]) -> Mapping[int, Sequence[Note]]:
    """Say beside each story's state what changed elsewhere, and what a machine wrote."""
    ids = {story.pk for story in stories}
    notes: dict[int, list[Note]] = {}
    waiting = MachineDraft.objects.filter(story_id__in=ids, confirmed_at__isnull=True)
    for story_id in waiting.values_list("story_id", flat=True):
        note = Note(_("machine translation, not confirmed"), is_alarming=True)
        notes.setdefault(story_id, []).append(note)
    marks = StepMark.objects.filter(story_id__in=ids, is_behind=True).order_by(
        "other__edition__position"
    )
    for story_id, language in marks.values_list("story_id", "other__edition__language"):
        text = _("changed since in step: %(language)s") % {"language": language_name(language)}
        notes.setdefault(story_id, []).append(Note(text))
    return notes


def keep_behind(stories: "QuerySet[Story]") -> "QuerySet[Story]":
    """Keep the stories with a sibling that changed since."""
    return narrowed(stories, _BEHIND, [])


def keep_unconfirmed(stories: "QuerySet[Story]") -> "QuerySet[Story]":
    """Keep what a machine translated and nobody confirmed."""
    return narrowed(stories, _UNCONFIRMED, [])
