"""Writing, publishing, withdrawing and deleting a story: Wagtail's screens, each step whole.

Wagtail saves the revision in one transaction and publishes in others. Here a form's whole effect
is one transaction, and a form that was loaded before somebody else saved changes nothing.
"""

from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.registry import action_registry
from wagtail.admin import messages
from wagtail.models import Revision
from wagtail.snippets.views import snippets

from shpalta.core.visibility import State
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.notes import is_kept, notices_for
from shpalta.newsroom.stories.permissions import can_be_deleted
from shpalta.newsroom.titles.models import Edition

SESSION_KEY = "newsroom_edition"


_LIVE_FACTS = (
    "state",
    "live",
    "live_revision_id",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "published_at",
    "updated_at",
    "withdrawn_at",
)
"""What publishing and withdrawing write, which may happen while a form is being sent."""


class _RefusedError(Exception):
    """Ends the transaction of a form that must not be saved; the form says why."""


class _WholeFormMixin:
    """Saves and publishes in one transaction; a refusal at the end undoes all of it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, publish and log, or nothing of it."""
        try:
            with transaction.atomic():
                self.check_base(form)
                response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
                return response
        except ValidationError as error:
            self.forget_undone(form)
            form.add_error(None, error.messages)
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
        except _RefusedError:
            pass
        return self.form_invalid(form)  # type: ignore[attr-defined]

    def forget_undone(self, form: Any) -> None:
        """Let go of a version that the refusal undid."""

    def check_base(self, form: Any) -> None:
        """Raise _RefusedError if what the form was made of is not what is stored now."""


class StoryCreateView(_WholeFormMixin, snippets.CreateView):
    """A new story, in the edition that this person used last."""

    def get_initial_form_instance(self) -> Story:
        """Start in the edition that the address names, or the last one, or the first."""
        return Story(edition=self._edition())

    def _edition(self) -> Edition | None:
        editions = Edition.objects.select_related("title")
        session = self.request.session
        for wish in (self.request.GET.get("edition"), session.get(SESSION_KEY)):
            if str(wish).isdigit() and (edition := editions.filter(pk=wish).first()):
                session[SESSION_KEY] = edition.pk
                return edition
        return editions.first()

    def save_instance(self) -> Story:
        """Save, and remember the edition for the next story."""
        story: Story = super().save_instance()
        self.request.session[SESSION_KEY] = story.edition_id
        return story

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say what is missing where a story cannot be begun."""
        if not Edition.objects.exists():
            messages.error(
                request, _("There is no edition yet. Add a title and its edition first.")
            )
            return redirect("wagtailadmin_home")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class StoryEditView(_WholeFormMixin, snippets.EditView):
    """The editor of one story."""

    is_stale = False
    new_revision: Any = None

    def is_valid(self, form: Any) -> bool:
        """Refuse a form that was loaded before the newest version was saved."""
        if self.is_out_of_date:
            self._refuse_stale()
            return False
        return bool(super().is_valid(form))

    @cached_property
    def is_out_of_date(self) -> bool:
        """Tell whether the form names another version than the newest, or none."""
        named = ("loaded_revision_id", "overwrite_revision_id")
        if self.latest_revision and not any(self.request.POST.get(name) for name in named):
            return True
        # Wagtail's own comparison; a cached property of the class we derive from.
        outdated = snippets.EditView.is_out_of_date.func(self)
        return bool(outdated)

    def forget_undone(self, form: Any) -> None:
        """Stand on the stored version again: the form must not name one that never was."""
        self.new_revision = None
        self.object.latest_revision = self.latest_revision
        form.instance.latest_revision = self.latest_revision

    def check_base(self, form: Any) -> None:
        """Compare once more inside the transaction: another form may have been quicker.

        So may the clock: what it published or withdrew meanwhile stays published or withdrawn.
        """
        row = Story.objects.select_for_update().filter(pk=self.object.pk)
        stored = row.values("latest_revision_id", *_LIVE_FACTS).get()
        newest = stored.pop("latest_revision_id")
        # An autosave keeps the number of the version it replaces, and moves its time.
        saved_at = Revision.objects.filter(pk=newest).values_list("created_at", flat=True).first()
        known = self.latest_revision
        if (newest, saved_at) != ((known.pk, known.created_at) if known else (None, None)):
            self._refuse_stale()
            raise _RefusedError
        if stored["state"] != form.instance.state:
            for name, value in stored.items():
                setattr(form.instance, name, value)

    @cached_property
    def overwrite_revision(self) -> Any:
        """Let an autosave replace the one before, but never a version that is to go out."""
        revision = snippets.EditView.overwrite_revision.func(self)
        return None if revision is None or is_kept(revision.pk) else revision

    def _refuse_stale(self) -> None:
        self.is_stale = True
        self.produced_error_code = "invalid_revision"
        self.produced_error_message = _(
            "Nothing was saved: somebody saved a newer version while you were writing. Your text "
            "is still here. Look at the newer version in the history; to put yours in its place, "
            "save again."
        )

    def form_invalid(self, form: Any) -> HttpResponse:
        """Answer 409 (RFC 9110) to a form that came too late."""
        response: HttpResponse = super().form_invalid(form)
        if self.is_stale and not self.expects_json_response:
            response.status_code = HTTPStatus.CONFLICT
        return response

    def get_success_json(self) -> dict[str, Any]:
        """Tell the open form which version it stands on after an autosave."""
        answer: dict[str, Any] = super().get_success_json()
        answer["field_updates"] |= {
            "loaded_revision_id": str(self.new_revision.pk),
            "loaded_revision_created_at": self.new_revision.created_at.isoformat(),
        }
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep autosave from doing what the form was just refused."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.is_stale:
            context["autosave_enabled"] = False
        if not self.expects_json_response:
            context["notices"] = notices_for(self.request, self.object)
        return context

    @cached_property
    def can_delete(self) -> bool:
        """Offer to delete only what no reader ever saw."""
        return can_be_deleted(self.object) and self.user_has_permission("delete")

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Leave out what would copy a story together with its number."""
        return [button for button in super().header_more_buttons if button.icon_name != "copy"]


class StoryDeleteView(snippets.DeleteView):
    """Deletes drafts that no reader ever saw."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Turn away who asks to delete what was published."""
        if not can_be_deleted(self.object):
            messages.error(
                request,
                _(
                    "“%(headline)s” was published. Withdraw it instead: "
                    "readers who come will be told."
                )
                % {"headline": self.object},
            )
            return redirect(self.edit_url_name, quote(self.object.pk))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class StoryWithdrawView(snippets.UnpublishView):
    """Takes a story back: its page answers 410, no list shows it."""

    page_title = gettext_lazy("Withdraw")
    success_message = gettext_lazy("“%(object)s” was withdrawn. Its page now says so.")
    template_name = "shpalta/newsroom/withdraw.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Turn away who asks to withdraw what is not public."""
        if self.object.state != State.PUBLISHED:
            messages.warning(request, _("This story is not public: there is nothing to withdraw."))
            return redirect(self.edit_url_name, quote(self.object.pk))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw, unless the story changed since this was asked."""
        with transaction.atomic():
            self.object: Story = Story.objects.select_for_update().get(pk=self.object.pk)
            self.objects_to_unpublish = [self.object]
            if request.POST.get("base") != str(self.object.latest_revision_id or ""):
                messages.error(
                    request,
                    _("Somebody saved a newer version meanwhile. Withdraw it all the same?"),
                )
                context = self.get_context_data()
                return self.render_to_response(context, status=HTTPStatus.CONFLICT)
            response: HttpResponse = super().post(request, *args, **kwargs)
            return response

    def unpublish(self) -> HttpResponse | None:
        """Withdraw through our own action; Wagtail's view names its own one."""
        if response := self.run_hook("before_unpublish", self.request, self.object):
            return response
        action = action_registry.get_action_class(Story, "unpublish")
        action(self.object, user=self.request.user).execute(skip_permission_checks=True)
        hooked: HttpResponse | None = self.run_hook("after_unpublish", self.request, self.object)
        return hooked

    def get_next_url(self) -> str:
        """Go back to the story."""
        return reverse(self.edit_url_name, args=[quote(self.object.pk)])

    def get_success_buttons(self) -> list[Any]:
        """Give none: one is at the story already."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which version the question is about."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"base": self.object.latest_revision_id or "", "story": self.object}


class NotHereView(snippets.RevisionsUnscheduleView):
    """Stands where Wagtail would cancel a schedule: nothing is scheduled here."""

    def dispatch(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Lead back to the story."""
        messages.info(request, _("Stories are not scheduled."))
        return redirect(self.edit_url_name, quote(self.object.pk))
