"""Who may see which pictures: as Wagtail's own rule has it, whoever asks for whatever."""

from collections.abc import Sequence
from itertools import combinations

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.permissions import PicturePolicy
from shpalta.newsroom.staff.models import User
from shpalta.newsroom.staff.roles import EDITORS, JOURNALISTS
from tests.factories import make_picture
from tests.integration.newsroom.conftest import House

pytestmark = pytest.mark.django_db

_ACTIONS = ("add", "change", "choose", "delete", "nothing")
_SETS = [found for size in (1, 2, 5) for found in combinations(_ACTIONS, size)]


def _person(name: str, *grants: tuple[str, Collection], role: str = "") -> User:
    user = User.objects.create_user(name, password="a long password")
    group = Group.objects.get(name=role) if role else Group.objects.create(name=name)
    for action, collection in grants:
        permission = Permission.objects.get(
            content_type__app_label="wagtailimages", codename=f"{action}_image"
        )
        GroupCollectionPermission.objects.create(
            group=group, permission=permission, collection=collection
        )
    user.groups.set([group])
    return user


@pytest.fixture
def people(house: House) -> Sequence[User]:
    root = Collection.get_first_root_node()
    sport, closed = (root.add_child(name=name) for name in ("Sport", "Closed"))
    people = [
        User.objects.create_superuser("owner", password="a long password"),
        _person("editor", role=EDITORS),
        _person("journalist", role=JOURNALISTS),
        _person("sport", ("choose", sport), ("add", sport)),
        _person("adder", ("add", root)),
        _person("changer", ("change", root)),
        _person("both", ("choose", sport), ("choose", closed)),
        _person("nobody"),
    ]
    for collection in (root, sport, closed):
        for user in (people[3], people[4], None):
            Picture.objects.filter(pk=make_picture().pk).update(
                collection=collection, uploaded_by_user=user
            )
    return people


def test_everybody_gets_what_wagtail_s_own_rule_gives(people: Sequence[User]) -> None:
    theirs = CollectionOwnershipPermissionPolicy(
        Picture, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"
    )
    sizes = set()
    for user in people:
        for actions in _SETS:
            found, wanted = (
                set(policy.instances_user_has_any_permission_for(user, actions))
                for policy in (PicturePolicy(), theirs)
            )
            assert found == wanted, (user.username, actions)
            sizes.add(len(found))
    assert len(sizes) > 3, "the people see too much the same to tell anything"


@pytest.mark.parametrize("screen", ["wagtailimages:index", "wagtailimages_chooser:choose"])
def test_who_may_see_all_is_asked_for_no_collection(editor: Client, screen: str) -> None:
    make_picture()
    with CaptureQueriesContext(connection) as asked:
        assert editor.get(reverse(screen)).status_code == 200
    of_pictures = [one["sql"] for one in asked if 'FROM "media_picture"' in one["sql"]]
    assert of_pictures
    assert not [sql for sql in of_pictures if '"collection_id" IN' in sql]
