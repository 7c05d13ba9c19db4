"""The roles of a newsroom: who writes, publishes, books campaigns, moderates comments."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

JOURNALISTS = "Journalists"
EDITORS = "Editors"
ADVERTISING = "Advertising"
MODERATORS = "Moderators"
"""Wagtail makes a group of this name for its pages; here it is of those who look at comments."""

_WORDS = ("vocabulary.topic", "vocabulary.entity", "vocabulary.source")
_VIDEOS = ("video.video", "video.embed")
_HOUSE = (
    *("vocabulary.author", "titles.title", "titles.edition", "titles.rubric"),
    *("design.design", "redirects.redirect", "picturedesk.picturerule", "readers.talkrules"),
    "video_of_day.dayvideo",
)
_CAMPAIGNS = ("campaigns.campaign", "campaigns.placement")
_QUIET = {"campaigns.quietwork": ("add", "delete", "view")}
"""To take all advertisements off a story."""
_GRANTS: dict[str, dict[str, tuple[str, ...]]] = {
    JOURNALISTS: {
        "wagtailadmin.admin": ("access",),
        "stories.story": ("add", "change", "view"),
        **dict.fromkeys(_VIDEOS, ("add", "change", "view")),
        **dict.fromkeys(_WORDS, ("add", "view")),
        **dict.fromkeys(_HOUSE, ("view",)),
    },
    EDITORS: {
        "wagtailadmin.admin": ("access",),
        "stories.story": ("add", "change", "view", "delete", "publish", "lock", "unlock"),
        **dict.fromkeys((*_WORDS, *_VIDEOS, *_HOUSE), ("add", "change", "delete", "view")),
        **dict.fromkeys(_CAMPAIGNS, ("view",)),
        **_QUIET,
        "readers.comment": ("moderate",),
    },
    MODERATORS: {
        "wagtailadmin.admin": ("access",),
        "readers.comment": ("moderate",),
    },
    ADVERTISING: {
        "wagtailadmin.admin": ("access",),
        "stories.story": ("view",),
        **dict.fromkeys((*_WORDS, *_HOUSE), ("view",)),
        **dict.fromkeys(_CAMPAIGNS, ("add", "change", "delete", "view")),
        **_QUIET,
    },
}
# Wagtail asks for the permissions of its own model of images, also when ours is in use.
_PICTURES: dict[str, tuple[str, ...]] = {
    JOURNALISTS: ("add_image", "choose_image"),
    EDITORS: ("add_image", "change_image", "delete_image", "choose_image"),
    ADVERTISING: (),
    MODERATORS: (),
}
_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")


@transaction.atomic
def ensure_roles() -> None:
    """Make the groups of the roles, or bring them back to what they should be. Safe to repeat."""
    for name, grants in _GRANTS.items():
        group, _is_new = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(grants))
        _grant_pictures(group, _PICTURES[name])
    _grant_pages(Group.objects.get(name=EDITORS))
    without_pages = (JOURNALISTS, ADVERTISING, MODERATORS)
    GroupPagePermission.objects.filter(group__name__in=without_pages).delete()


def _permissions(grants: dict[str, tuple[str, ...]]) -> list[Permission]:
    wanted = Q()
    for model, actions in grants.items():
        app, _dot, name = model.partition(".")
        codenames = [f"{action}_{name}" for action in actions]
        wanted |= Q(content_type__app_label=app, codename__in=codenames)
    return list(Permission.objects.filter(wanted))


def _grant_pictures(group: Group, codenames: tuple[str, ...]) -> None:
    root = Collection.get_first_root_node()
    GroupCollectionPermission.objects.filter(group=group).delete()
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailimages", codename__in=codenames
    ):
        GroupCollectionPermission.objects.create(
            group=group, collection=root, permission=permission
        )


def _grant_pages(group: Group) -> None:
    root = Page.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=_PAGES
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
