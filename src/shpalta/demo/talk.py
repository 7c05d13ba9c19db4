"""What readers say in the demo: rules of comments, a few threads, one of them closed."""

import tomllib
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from shpalta.demo.house import House
from shpalta.demo.reading import FOLDER, Entry
from shpalta.newsroom.stories.models import Story
from shpalta.readers.models import (
    Comment,
    CommentState,
    Moderating,
    Reaction,
    Talk,
    TalkRules,
    TrustLevel,
)
from shpalta.readers.sums import Sums, lock_talks

SPOKEN_OF = "naberezhna"
"""The title under whose stories something is said."""


def add_demo_talk(house: House) -> None:
    """Give each title rules of comments, and the first one comments."""
    for code in sorted({code for code, _language in house.editions}):
        title = next(one.title for (known, _), one in house.editions.items() if known == code)
        TalkRules.objects.create(
            title=title,
            guests_may_write=code == SPOKEN_OF,
            moderating=Moderating.BY_TRUST,
            trusted_from=TrustLevel.KNOWN,
            rules_slug="rules",
        )
    content = tomllib.loads((FOLDER / "talk.toml").read_text())
    for entry in content["talk"]:
        edition = house.editions[SPOKEN_OF, entry["language"]]
        story = _story(entry, edition.pk)
        if story is not None:
            story.edition = edition
            _talk(entry, story)


def _story(entry: Entry, edition_id: int) -> Story | None:
    """Find a story of the demo's content by the words that its file calls it."""
    headline = _headlines()[entry["language"], entry["work"]]
    return Story.objects.filter(edition_id=edition_id, headline=headline).first()


def _headlines() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for path in (FOLDER / "stories").glob(f"{SPOKEN_OF}.*.toml"):
        language = path.name.split(".")[1]
        for story in tomllib.loads(path.read_text())["story"]:
            found[language, story["work"]] = story["headline"]
    return found


@transaction.atomic
def _talk(entry: Entry, story: Story) -> None:
    talk = Talk.objects.create(
        edition=story.edition, number=story.number, opening=entry.get("opening", "")
    )
    sums = Sums(lock_talks([talk.pk]))
    written: list[Comment] = []
    for comment in entry["comment"]:
        row = _comment(comment, talk, story, written)
        written.append(row)
        sums.note(row, None)
        if row.parent_id is None:
            sums.note_root(talk.pk, 1)
    sums.save()


def _comment(entry: Entry, talk: Talk, story: Story, written: list[Comment]) -> Comment:
    answers = written[entry["answers"] - 1] if "answers" in entry else None
    reactions = entry.get("reactions", {})
    published_at = story.published_at or timezone.now()
    row = Comment.objects.create(
        talk=talk,
        parent_id=(answers.parent_id or answers.pk) if answers else None,
        answers=answers,
        name=entry["name"],
        guest_key=f"demo-{entry['name']}"[:32],
        text=entry["text"],
        state=CommentState.PUBLIC,
        stands=True,
        created_at=min(timezone.now(), published_at + timedelta(minutes=entry["minutes"])),
        reactions=reactions,
        reacted=sum(reactions.values()),
    )
    Reaction.objects.bulk_create(_reactions(row, reactions))
    return row


def _reactions(row: Comment, reactions: dict[str, int]) -> Iterator[Reaction]:
    voters = iter(range(1, sum(reactions.values()) + 1))
    for kind, count in reactions.items():
        for _turn in range(count):
            yield Reaction(comment=row, voter=f"g:demo-{next(voters)}", kind=kind)
