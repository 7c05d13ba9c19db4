"""Nobody sees, finds or changes what belongs to a title that is closed to them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.models import Page

from shpalta.newsroom.clock.services import order_publishing
from shpalta.newsroom.pages.models import EditionRoot, StandingPage
from shpalta.newsroom.shares.models import ShareRule
from shpalta.newsroom.shares.services import take_story
from shpalta.newsroom.staff.models import User
from shpalta.newsroom.staff.roles import EDITORS
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Desk, Rubric
from shpalta.newsroom.titles.walls import closed_title_ids, titles_open_to
from tests.factories import make_picture, make_topic
from tests.integration.newsroom.conftest import House, _client
from tests.integration.newsroom.desk import ADD, LIST, edit_url, opened, publish

pytestmark = pytest.mark.django_db

SECRET = "Канарка Потайна"


def desk_of(house: House, *people: str) -> Desk:
    """Give the second title a desk with these people."""
    desk = Desk.objects.create(title=house.foreign_edition.title, names={"uk": "Стіл"})
    desk.members.set(User.objects.filter(username__in=people))
    return desk


def foreign(house: House, headline: str = SECRET, **fields: Any) -> Story:
    return house.story(
        headline, edition=house.foreign_edition, rubric=house.foreign_rubric, **fields
    )


def test_a_title_is_open_until_it_has_a_desk_and_then_to_its_people(house: House) -> None:
    olha, petro = (User.objects.create_user(name, password="x" * 12) for name in ("olha", "petro"))
    whole = User.objects.create_user("whole", password="x" * 12)
    whole.user_permissions.add(Permission.objects.get(codename="work_in_every_title"))
    assert closed_title_ids(olha) == frozenset()

    desk_of(house, "olha")

    def titles(user: User) -> list[str]:
        fresh = User.objects.get(pk=user.pk)
        return [title.code for title in titles_open_to(fresh)]

    assert titles(olha) == titles(whole) == ["nauka", "visnyk"]
    assert titles(petro) == ["visnyk"]
    olha.is_active = False
    olha.save()
    assert titles(olha) == []


@pytest.fixture
def outside(house: House) -> Client:
    """Somebody who publishes in the first title; the second one has a desk without them."""
    client = _client(EDITORS)
    desk_of(house)
    return client


def test_the_lists_show_only_what_is_open(house: House, outside: Client) -> None:
    foreign(house)
    house.story("Наша")
    for url in (
        reverse(LIST),
        f"{reverse(LIST)}?q=канарка",
        f"{reverse(LIST)}?edition={house.foreign_edition.pk}",
        reverse("wagtailadmin_home"),
        reverse("wagtailsnippetchoosers_stories_story:choose"),
        f"{reverse('wagtailsnippetchoosers_stories_story:choose_results')}?q=канарка",
        reverse("wagtailsnippets_titles_edition:list"),
        reverse("wagtailsnippets_titles_rubric:list"),
        reverse("wagtailsnippets_titles_title:list"),
        reverse("parity"),
        reverse("shares_offers"),
    ):
        answer = outside.get(url)
        text = answer.content.decode()
        assert answer.status_code in {200, 302}, url
        assert SECRET not in text, url
        assert "Nauka" not in text, url
        assert "Газета nauka" not in text, url
    assert "Наша" in outside.get(reverse(LIST)).content.decode()


def test_what_is_public_may_be_linked_to_from_every_title(house: House, outside: Client) -> None:
    draft, story = foreign(house), foreign(house, "Видно всім", published_at=timezone.now())
    story.latest_revision.publish()
    choose = reverse("wagtailsnippetchoosers_stories_story:choose_results")
    assert "Видно всім" in outside.get(choose).content.decode()
    for one, status in ((story, 200), (draft, 404)):
        url = reverse("wagtailsnippetchoosers_stories_story:chosen", args=[one.pk])
        assert outside.get(url).status_code == status


def test_a_form_offers_and_takes_only_what_is_open(house: House, outside: Client) -> None:
    form = outside.get(reverse(ADD)).content.decode()
    assert f'value="{house.edition.pk}"' in form
    assert "nauka" not in form

    story = house.story()
    data = opened(outside, edit_url(story)) | {"edition": house.foreign_edition.pk}
    outside.post(edit_url(story), data)
    assert Story.objects.get(pk=story.pk).edition == house.edition
    answer = publish(outside, edit_url(story), rubric=house.foreign_rubric.pk)
    assert answer.status_code == 200, "the form comes back with its reason"
    assert Story.objects.get(pk=story.pk).rubric == house.rubric


def _addresses(
    patterns: Any, before: str = "", names: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{names}{one.namespace}:" if one.namespace else names
            yield from _addresses(one.url_patterns, before + str(one.pattern), inner)
        else:
            yield f"{names}{one.name}", one


def _wanted(name: str, arguments: set[str]) -> bool:
    of_ours = name.startswith(("wagtailsnippets_stories_", "wagtailsnippets_titles_"))
    named = {"story_id", "edition_id", "title_id", "order_id", "placement_id", "other_id"}
    pages = name.startswith("wagtailadmin_pages:") and any("page_id" in one for one in arguments)
    return (of_ours and bool(arguments)) or bool(named & arguments) or pages or "siblings" in name


def test_no_address_of_the_newsroom_leads_to_what_is_closed(house: House, outside: Client) -> None:
    story = foreign(house)
    order = order_publishing(
        story_id=story.pk,
        revision_id=story.latest_revision_id or 0,
        due_at=timezone.now() + timedelta(hours=1),
        actor=None,
    )
    ShareRule.objects.create(giver=house.edition.title, taker=house.foreign_edition.title)
    shared = house.published("Спільна")
    placement = take_story(
        story_id=shared.pk, edition_id=house.foreign_edition.pk, mode="page", actor=None
    )
    root = Page.get_first_root_node().add_child(
        instance=EditionRoot(title="n", slug="n", edition=house.foreign_edition)
    )
    page = root.add_child(instance=StandingPage(title=SECRET, slug="rules", live=False))
    page.save_revision()
    ids: dict[str, Any] = {
        "story_id": story.pk,
        "other_id": story.pk,
        "edition_id": house.foreign_edition.pk,
        "title_id": house.foreign_edition.title_id,
        "order_id": order.pk,
        "placement_id": placement.pk,
        "offer_id": shared.pk,
        "revision_id": story.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "app_label": "stories",
        "model_name": "story",
        "content_type_app_name": "pages",
        "content_type_model_name": "standingpage",
    }
    owners = {
        "story": story.pk,
        "edition": house.foreign_edition.pk,
        "rubric": house.foreign_rubric.pk,
        "title": house.foreign_edition.title_id,
        "desk": Desk.objects.get().pk,
    }
    before = list(Story.objects.order_by("pk").values()), Rubric.objects.count()
    asked = []
    for name, pattern in _addresses(get_resolver("shpalta.site.urls_newsroom").url_patterns):
        arguments = set(pattern.pattern.converters)
        if not _wanted(name, arguments):
            continue
        kwargs: dict[str, Any] = {}
        for argument in arguments:
            if argument in {"pk", "object_id"}:
                kwargs[argument] = owners.get(name.partition(":")[0].rpartition("_")[2], story.pk)
            elif argument in ids:
                kwargs[argument] = ids[argument]
            elif "page" in argument or argument in {"parent_id", "destination_id"}:
                kwargs[argument] = page.pk
            else:
                kwargs[argument] = 1 if "_id" in argument or "id" in argument else "x"
        url = reverse(name, kwargs=kwargs)
        for method in ("get", "post"):
            answer = getattr(outside, method)(url)
            assert answer.status_code in {403, 404, 405}, (method, url, answer.status_code)
            assert SECRET not in answer.content.decode(), url
        asked.append(name)
    bulk = reverse("wagtail_bulk_action", args=["stories", "story", "delete"])
    for given in (story.pk, "all"):
        answer = outside.get(f"{bulk}?id={given}&next=/")
        assert answer.status_code == 404
    for name in ("wagtailadmin_reports:site_history", "wagtailadmin_pages:search"):
        assert outside.get(reverse(name)).status_code == 404
    assert len(asked) > 60, asked
    assert before == (list(Story.objects.order_by("pk").values()), Rubric.objects.count())


def test_a_desk_is_made_on_its_screen_and_closes_its_title(house: House) -> None:
    chief = User.objects.create_superuser("chief", password="x" * 12)
    editor = _client(EDITORS)
    client = Client(headers={"accept-language": "en"})
    client.force_login(chief)
    add = reverse("wagtailsnippets_titles_desk:add")
    data = opened(client, add)
    names = {key: "Стіл" for key in data if key.startswith("names")}
    answer = client.post(
        add, data | names | {"title": house.foreign_edition.title_id, "members": [chief.pk]}
    )
    assert answer.status_code == 302
    assert [user.username for user in Desk.objects.get().members.all()] == ["chief"]
    assert editor.get(edit_url(foreign(house))).status_code == 404
    assert not Group.objects.get(name=EDITORS).permissions.filter(codename="add_desk").exists()


def test_a_text_cannot_point_to_what_is_closed(house: House, outside: Client) -> None:
    draft, public = foreign(house), foreign(house, "Видно всім", published_at=timezone.now())
    public.latest_revision.publish()
    story = house.story()

    def saved(pointed: Story, *, related: bool) -> bool:
        block: dict[str, Any] = {
            "type": "paragraph",
            "value": f'<p>a <a id="{pointed.pk}" linktype="story">b</a></p>',
        }
        if related:
            block = {"type": "related", "value": {"stories": [pointed.pk]}}
        own = Story.objects.get(pk=story.pk)
        own.body = json.dumps([block])
        user = User.objects.get(username=EDITORS.lower())
        form = Story.snippet_viewset.get_form_class()(instance=own, for_user=user)
        form.cleaned_data = {"body": own.body}
        return not form._points_behind_walls()

    for related in (False, True):
        assert not saved(draft, related=related)
        assert saved(public, related=related)


def test_what_is_used_where_tells_nothing_of_closed_titles(house: House, outside: Client) -> None:
    topic, picture = make_topic("bridges"), make_picture("p")
    story = foreign(house, lead_picture=picture)
    story.topics = [topic]
    story.save_revision()
    story.save()
    usage = reverse("wagtailsnippets_vocabulary_topic:usage", args=[topic.pk])
    for url in (usage, reverse("wagtailimages:image_usage", args=[picture.pk])):
        answer = outside.get(url)
        assert SECRET not in answer.content.decode(), url
    for name in ("listing", "find"):
        assert outside.get(reverse(f"wagtailadmin_api:pages:{name}")).status_code == 404
    explorer = reverse("wagtailadmin_api:pages:listing")
    assert outside.get(f"{explorer}?child_of=1&for_explorer=1").status_code == 200
