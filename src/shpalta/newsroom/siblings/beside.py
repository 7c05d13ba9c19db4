"""The side-by-side screen: the story's own editor, with the sibling's text beside each part."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shpalta.newsroom.siblings.access import story_for
from shpalta.newsroom.siblings.comparing import pair
from shpalta.newsroom.siblings.describing import language_name, piece_name
from shpalta.newsroom.siblings.pieces import Piece, pieces_of
from shpalta.newsroom.siblings.views import beside_url
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.views import StoryEditView


@dataclass(frozen=True, slots=True)
class SourcePiece:
    """A piece of the source. `target` is what it stands beside: a field's name or a block's id.

    `after` is the id of the block behind which a piece stands that the sibling has not.
    """

    name: str
    text: str
    target: str
    after: str
    is_field: bool


def place_pieces(source: list[Piece], sibling: list[Piece]) -> list[SourcePiece]:
    """Put each piece of the source beside its counterpart."""
    pairs = pair(source, sibling)
    placed = []
    after = ""
    for piece in source:
        is_field = piece.key == piece.kind
        target = piece.key if is_field else pairs.get(piece.key, "")
        placed.append(SourcePiece(piece_name(piece.kind), piece.text, target, after, is_field))
        if target and not is_field:
            after = target
    return placed


class SideBySideView(StoryEditView):
    """The editor of a story beside one of its siblings, which is only read here."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Turn away who asks for two that are no siblings."""
        if self.other.work_id != self.object.work_id or self.other.pk == self.object.pk:
            raise Http404
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def other(self) -> Story:
        """Read the sibling."""
        return story_for(self.request.user, self.kwargs["other_id"], "view")

    def get_template_names(self) -> list[str]:
        """Use the template of this screen, whatever the viewset gives its editors."""
        return ["shpalta/siblings/beside.html"]

    def get_edit_url(self) -> str:
        """Stay on this screen."""
        return beside_url(self.object.pk, self.other.pk)

    def get_success_url(self) -> str:
        """Stay on this screen after saving."""
        return self.get_edit_url()

    def save_action(self) -> HttpResponse:
        """Save and stay; also after publishing."""
        answer: HttpResponse = super().save_action()
        if self.expects_json_response:
            return answer
        return redirect(self.get_edit_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sibling's text, piece by piece."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "other": self.other,
            "other_language": language_name(self.other.edition.language),
            "own_language": language_name(self.object.edition.language),
            "pieces": place_pieces(pieces_of(self.other), pieces_of(self.form.instance)),
            "missing": _("not in this edition"),
        }
