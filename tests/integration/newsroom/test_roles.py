"""The roles Journalists and Editors."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from shpalta.newsroom.staff.roles import EDITORS, JOURNALISTS, ensure_roles

pytestmark = pytest.mark.django_db


def codenames(name: str) -> set[str]:
    """Give what a group may do."""
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


def test_editors_may_what_journalists_may_and_publish() -> None:
    ensure_roles()

    assert codenames(JOURNALISTS) < codenames(EDITORS)
    assert "publish_story" in codenames(EDITORS) - codenames(JOURNALISTS)
    assert "access_admin" in codenames(JOURNALISTS)


def test_ensuring_twice_changes_nothing_and_repairs_what_was_changed() -> None:
    ensure_roles()
    before = codenames(JOURNALISTS), codenames(EDITORS), Group.objects.count()
    Group.objects.get(name=JOURNALISTS).permissions.clear()

    ensure_roles()

    assert (codenames(JOURNALISTS), codenames(EDITORS), Group.objects.count()) == before


def test_both_roles_choose_pictures_and_only_editors_see_pages(
    editor: Client, journalist: Client
) -> None:
    for client in (editor, journalist):
        assert client.get(reverse("wagtailimages_chooser:choose")).status_code == 200
        assert client.get(reverse("wagtailimages:add_multiple")).status_code == 200
    assert editor.get(reverse("wagtailadmin_explore_root")).status_code == 200
    assert journalist.get(reverse("wagtailadmin_explore_root")).status_code == 302


def test_the_login_screen_speaks_the_readers_language() -> None:
    def page(language: str) -> str:
        client = Client(headers={"accept-language": language})
        return client.get(reverse("wagtailadmin_login")).content.decode()

    assert ">Редакція<" in page("uk")
    assert ">Редакция<" in page("ru")
    assert ">Newsroom<" in page("en")
