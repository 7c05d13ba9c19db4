"""Between a comment's row and its judge: what the judge is told, and what its verdict means."""

from datetime import datetime, timedelta

from shpalta.newsroom.titles.models import Edition
from shpalta.readers.judging import Draft, Outcome, Verdict
from shpalta.readers.models import LONGEST_TEXT, Comment, CommentState, Reader, TrustLevel
from shpalta.readers.sending import Answered, Result
from shpalta.readers.wording import links_in, plain_words

STATES = {
    Outcome.PUBLISH: CommentState.PUBLIC,
    Outcome.HOLD: CommentState.HELD,
    Outcome.REFUSE: CommentState.REFUSED,
}
RESULTS = {
    CommentState.PUBLIC: Result.PUBLISHED,
    CommentState.HELD: Result.HELD,
    CommentState.REFUSED: Result.REFUSED,
}


def refuse_text(text: str) -> str:
    """Give the problem of a text that cannot be taken as it is, or ""."""
    if len(text) > LONGEST_TEXT:
        return "long"
    return "" if plain_words(text) else "empty"


def draft_of(row: Comment, edition: Edition, *, network: str, at: datetime) -> Draft:
    """Describe a comment, saved or not, to the judge."""
    reader = row.reader
    return Draft(
        text=row.text,
        author=row.name,
        author_key=row.author_key,
        reader_id=row.reader_id,
        level=reader.level if reader else TrustLevel.GUEST,
        is_guest=reader is None,
        account_age=reader.age if reader else timedelta(0),
        network=network,
        title_id=edition.title_id,
        edition_id=edition.pk,
        language=edition.language,
        number=row.talk.number,
        talk_id=row.talk_id,
        parent_id=row.parent_id,
        links=links_in(row.text),
        at=at,
        edited_id=row.pk,
    )


def verdict_of(given: Verdict, reader: Reader | None) -> Verdict:
    """Give the judge's verdict, but for a reader who is banned: theirs is fixed."""
    if reader is not None and reader.is_shut:
        return Verdict(Outcome.REFUSE, ("banned",))
    return given


def told_of(row: Comment, verdict: Verdict) -> Answered:
    """Say what the author of a comment is told of a verdict."""
    return Answered(
        result=RESULTS[STATES[verdict.outcome]],
        comment_id=row.pk or 0,
        reasons=verdict.reasons,
        wait_seconds=verdict.wait_seconds,
        name=row.name,
    )
