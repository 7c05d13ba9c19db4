"""How a story becomes public and how it is taken back: Wagtail's two steps, made whole.

Wagtail commits the row, the log and the workflow of one publish separately. Here each step is
one transaction, together with the public lists and the journal's entry. Every way to publish
(the editor, an approved workflow, a bulk action, the command line, the clock) ends in
`StoryPublish`, every withdrawal in `StoryWithdraw`; docs/adr/0003 says how
they are hooked in.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import ReferenceIndex, Revision  # first: wagtail.actions has a cycle else

from wagtail.actions.publish_revision import PublishRevisionAction  # isort: skip
from wagtail.actions.unpublish import UnpublishAction  # isort: skip
from wagtail.signal_handlers import disable_reference_index_auto_update  # isort: skip

from shpalta.core.visibility import State
from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.stories.gates import ask_gates, tell_came_out
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.sparing import Parts, parts_of, spare_stored_parts


class StoryPublish(PublishRevisionAction):
    """Publish a story, or publish its changes.

    `at` (aware) is the moment that readers are told; default: the moment of writing. It must
    have come when `execute` is called.
    """

    def __init__(self, *args: Any, at: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.is_prepared = False
        self.is_free_of_workflow = False
        """Whether the caller knows, in this transaction, that no workflow is to be ended."""
        self._parts: Parts = {}
        self._is_stored = False
        self._comes_out = False

    def prepare(self) -> None:
        """Check everything now, without asking for the right, so that `execute` only writes.

        Whoever calls this vouches that, when it executes, the story's row and the revision are
        still what they were at the making of this action. Raises ValidationError.
        """
        self.check(skip_permission_checks=True)
        self._parts, self._is_stored = spare_stored_parts(self.object)
        self.is_prepared = True

    def check(self, skip_permission_checks: bool = False) -> None:
        """Ask for the right to publish, for a story that can be printed, for a free one.

        Raises PublishPermissionError, or ValidationError: also for a story under embargo, and
        for one that another desk holds back.
        """
        if self.is_prepared:
            ask_gates([self.object], at=self.at, is_prepared=True)
            return
        super().check(skip_permission_checks=skip_permission_checks)
        # Asked of the row: what this action was made from may be older than the promise.
        row = Story.objects.filter(pk=self.object.pk).values_list("embargo_until", flat=True)
        self.object.embargo_until = row.first()
        self.object.check_embargo(now=self.at or timezone.now())
        self.object.go_live_at = None
        self.object.expire_at = None
        self.object.full_clean(exclude=["latest_revision", "live_revision"])
        ask_gates([self.object], at=self.at)

    def _publish_revision(
        self,
        revision: Revision,
        object: Story,  # noqa: A002
        *args: Any,
        **kwargs: Any,
    ) -> None:
        # The parameter's name is Wagtail's: it is passed by keyword.
        now = self.at or timezone.now()
        was_public_before = object.first_published_at is not None
        self._comes_out = not was_public_before
        if object.published_at is None:
            object.published_at = now
        if was_public_before and object.is_substantive:
            object.updated_at = now
        object.is_substantive = False
        object.state = State.PUBLISHED
        object.withdrawn_at = None
        if not self.is_prepared:
            self._parts = parts_of(object)
        # Once for the whole story, and not once more for each byline and each source.
        with disable_reference_index_auto_update():
            super()._publish_revision(revision, object, *args, **kwargs)
        if not self._is_stored:
            ReferenceIndex.create_or_update_for_object(object)

    def _after_publish(self) -> None:
        # Saving let go of the parts; what follows reads them, and need not ask the database.
        for name, parts in self._parts.items():
            setattr(self.object, name, parts)
        if self.is_free_of_workflow:
            # Where Wagtail looks before it asks the database.
            self.object._current_workflow_states = []  # noqa: SLF001
        super()._after_publish()

    @change()
    def execute(self, skip_permission_checks: bool = False) -> Any:
        """Publish, or change nothing at all."""
        done = super().execute(skip_permission_checks=skip_permission_checks)
        if self._comes_out:
            tell_came_out([self.object])
        return done


class StoryWithdraw(UnpublishAction):
    """Withdraw a story: its page answers 410, no list shows it."""

    def _commit_unpublish(self, object: Story) -> None:  # noqa: A002
        # The parameter's name is Wagtail's.
        object.state = State.WITHDRAWN
        object.withdrawn_at = timezone.now()
        super()._commit_unpublish(object)

    @change()
    def execute(self, skip_permission_checks: bool = False) -> Any:
        """Withdraw, or change nothing at all."""
        return super().execute(skip_permission_checks=skip_permission_checks)
