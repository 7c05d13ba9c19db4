"""Making, linking, unlinking and confirming siblings: what the screens call."""

from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from shpalta.core.visibility import is_embargoed
from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.names import name_in
from shpalta.newsroom.siblings.copying import body_of, copy_of, passages_of, put_body
from shpalta.newsroom.siblings.errors import SiblingRefusedError
from shpalta.newsroom.siblings.models import MachineDraft
from shpalta.newsroom.siblings.pieces import digest_of, pieces_of
from shpalta.newsroom.siblings.steps import (
    begin_marks_from,
    forget_marks_of,
    is_never_seen,
    siblings_of,
)
from shpalta.newsroom.stories.models import Story, Work
from shpalta.newsroom.stories.services import add_stories
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.translation.ports import Translator
from shpalta.newsroom.translation.running import translate_passages


def make_sibling(
    *, story_id: int, edition_id: int, actor: Any, translator: Translator | None = None
) -> Story:
    """Make the draft of a story in another edition of its title: a copy, or a translation of it.

    The translator is asked before anything is written. Raises SiblingRefusedError, and what
    `translate_passages` raises; then nothing was made.
    """
    story = _read(story_id)
    edition = Edition.objects.select_related("title").filter(pk=edition_id).first()
    if edition is None or edition.title_id != story.title_id:
        raise SiblingRefusedError(_("Another title has no edition of this story."))
    _check_free(story, edition)
    sibling = copy_of(story, edition)
    if translator is not None:
        _translate(story, sibling, translator)
    return _add(story, sibling, actor=actor, service=translator.name if translator else "")


def _read(story_id: int) -> Story:
    story = Story.objects.select_related("edition__title").filter(pk=story_id).first()
    if story is None:
        raise SiblingRefusedError(_("This story was deleted."))
    return story


def _check_free(story: Story, edition: Edition) -> None:
    if Story.objects.filter(work_id=story.work_id, edition=edition).exists():
        raise SiblingRefusedError(_("This edition has this story already."))


def _translate(story: Story, sibling: Story, translator: Translator) -> None:
    """Put a translation in place of every text of the sibling."""
    embargoed = is_embargoed(story.standing, now=timezone.now())
    if embargoed and translator.is_outside and not settings.SHPALTA_TRANSLATION.takes_embargoed:
        raise SiblingRefusedError(
            _("The story is under embargo: its text may not be sent to a service outside.")
        )
    blocks = body_of(sibling)
    passages = [each for each in passages_of(sibling, blocks) if each.text.strip()]
    source, target = story.edition.language, sibling.edition.language
    names = {
        name_in(entity.names, source): name_in(entity.names, target)
        for entity in story.entities.all()
    }
    texts = [(passage.text, passage.is_html) for passage in passages]
    translated = translate_passages(translator, texts, source=source, target=target, names=names)
    for passage, text in zip(passages, translated, strict=True):
        passage.put(text)
    put_body(sibling, blocks)


@change()
def _add(story: Story, sibling: Story, *, actor: Any, service: str) -> Story:
    """Store a sibling that was made from `story` as it was read."""
    Work.objects.select_for_update().get(pk=story.work_id)
    stored = Story.objects.select_for_update().filter(pk=story.pk).first()
    if stored is None or stored.work_id != story.work_id:
        raise SiblingRefusedError(_("This story was deleted."))
    if digest_of(pieces_of(stored)) != digest_of(pieces_of(story)):
        raise SiblingRefusedError(_("The story was changed just now. Try it once more."))
    _check_free(stored, sibling.edition)
    sibling.embargo_until = stored.embargo_until
    add_stories([sibling], publish=False, actor=actor)
    begin_marks_from(sibling, actor=actor)
    if service:
        MachineDraft.objects.create(story=sibling, service=service)
    facts = {"from": story.pk, "service": service}
    log(instance=sibling, action="siblings.make", user=actor, data=facts, content_changed=False)
    return sibling


@change()
def link_stories(*, story_id: int, other_id: int, actor: Any) -> Story:
    """Make two stories siblings; the one that no reader ever saw takes the other's number.

    Gives the one whose number changed. Raises SiblingRefusedError where the two cannot be
    siblings, or where both numbers stand in addresses already.
    """
    if story_id == other_id:
        raise SiblingRefusedError(_("A story is no edition of itself."))
    rows = Story.objects.select_for_update(of=("self",)).select_related("edition")
    found = {row.pk: row for row in rows.filter(pk__in=(story_id, other_id)).order_by("pk")}
    if len(found) != 2:  # noqa: PLR2004  both of them
        raise SiblingRefusedError(_("This story was deleted."))
    story, other = found[story_id], found[other_id]
    _check_pair(story, other)
    mover, stays = _who_moves(story, other)
    _move(mover, stays.work_id)
    begin_marks_from(mover, actor=actor)
    facts = {"other": stays.pk}
    log(instance=mover, action="siblings.link", user=actor, data=facts, content_changed=False)
    return mover


def _check_pair(story: Story, other: Story) -> None:
    if story.title_id != other.title_id:
        raise SiblingRefusedError(_("That story belongs to another title."))
    if story.edition_id == other.edition_id:
        raise SiblingRefusedError(_("Both stories are in the same language."))
    if story.work_id == other.work_id:
        raise SiblingRefusedError(_("The two are editions of one story already."))


def _who_moves(story: Story, other: Story) -> tuple[Story, Story]:
    """Give who takes the other's number, and who keeps its own."""
    reasons = []
    for mover, stays in ((story, other), (other, story)):
        if not is_never_seen(mover):
            reasons.append(
                _("Both stories are public or were: their addresses must stay as they are.")
            )
        elif siblings_of(mover).exists():
            reasons.append(
                _("“%(headline)s” has other editions already: unlink it from them first.")
                % {"headline": mover.headline}
            )
        elif Story.objects.filter(work_id=stays.work_id, edition_id=mover.edition_id).exists():
            reasons.append(
                _("“%(headline)s” has another story in that language already.")
                % {"headline": stays.headline}
            )
        else:
            return mover, stays
    raise SiblingRefusedError(reasons[-1] if is_never_seen(other) else reasons[0])


def _move(story: Story, work_id: int) -> None:
    """Give a story another number; a number that nothing has any more is forgotten."""
    left = story.work_id
    story.work_id = work_id
    try:
        story.save(update_fields=["work"])
    except IntegrityError as error:
        raise SiblingRefusedError(_("This edition has this story already.")) from error
    if not Story.objects.filter(work_id=left).exists():
        Work.objects.filter(pk=left).delete()


@change()
def unlink_story(*, story_id: int, actor: Any) -> Story:
    """Make a draft a story of its own, under a new number.

    Raises SiblingRefusedError if readers may have its address, or if it stands alone.
    """
    story = Story.objects.select_for_update().filter(pk=story_id).first()
    if story is None:
        raise SiblingRefusedError(_("This story was deleted."))
    if not siblings_of(story).exists():
        raise SiblingRefusedError(_("This story has no other editions."))
    if not is_never_seen(story):
        raise SiblingRefusedError(
            _("This story was published: its address must stay as it is. It cannot be unlinked.")
        )
    _move(story, Work.objects.create().pk)
    forget_marks_of(story.pk)
    log(instance=story, action="siblings.unlink", user=actor, content_changed=False)
    return story


@change()
def confirm_translation(*, story_id: int, actor: Any) -> bool:
    """Take the responsibility for a machine's text; tell whether there was anything to confirm."""
    waiting = MachineDraft.objects.filter(story_id=story_id, confirmed_at__isnull=True)
    if not waiting.update(confirmed_at=timezone.now(), confirmed_by=actor):
        return False
    story = Story.objects.get(pk=story_id)
    log(instance=story, action="siblings.confirm", user=actor, content_changed=False)
    return True
