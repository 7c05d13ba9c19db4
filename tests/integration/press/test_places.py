"""Places for campaigns on pages: what stands there, for whom, and at which address."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from shpalta.campaigns.models import Campaign, Fundraiser, QuietWork
from shpalta.core.campaigns import PageType, Spot
from shpalta.newsroom.pages.models import EditionRoot, StandingPage
from tests.factories import (
    make_campaign,
    make_creative_image,
    make_placement,
    make_rubric,
    make_story,
    make_topic,
    withdraw,
)
from tests.integration.press.conftest import Newspaper, Reader
from tests.integration.press.surrogate import (
    CAPABILITY,
    ask,
    assemble,
    every_path,
    keys_of,
    max_age,
    whole,
)

PLACE = re.compile(r'<aside class="place [^>]*>.*?</aside>', re.DOTALL)
INCLUDE = re.compile(r'<esi:include src="([^"]*/-/place/[^"]+)"')
PARAGRAPHS = [{"type": "paragraph", "value": f"<p>Абзац {n}.</p>"} for n in range(1, 6)]
EVERY_SPOT = {
    Spot.BANNER: 0,
    Spot.TOP: 0,
    Spot.RAIL: 0,
    Spot.TEXT: 2,
    Spot.UNDER: 0,
    Spot.BAND: 1,
    Spot.FOOT: 0,
}


def places_in(html: str) -> list[str]:
    """Give the places of a page as they are printed."""
    return PLACE.findall(html)


def everywhere(paper: Newspaper, **fields: Any) -> Campaign:
    """Make a campaign that runs at every spot there is."""
    placements = [
        make_placement(paper.title, spot, spot=spot, paragraph=after)
        for spot, after in EVERY_SPOT.items()
    ]
    return make_campaign(*placements, **fields)


@pytest.fixture
def story(paper: Newspaper) -> Any:
    return make_story(paper.uk, "Новина дня", rubric=paper.rubric, body=PARAGRAPHS)


def test_each_kind_of_page_has_its_places(paper: Newspaper, reader: Reader, story: Any) -> None:
    everywhere(paper)
    for _ in range(9):  # more than stand at the top of the front
        make_story(paper.uk, rubric=paper.rubric)
    around = {"banner", "rail", "foot", "top"}
    expected = {
        "/": around | {"band"},
        "/rubric/city/": around,
        story.path: around | {"text", "under"},
        f"/date/{timezone.localdate():%Y/%m/%d}/": around,
    }
    for path, spots in expected.items():
        html = reader.text(path)
        assert set(re.findall(r'class="place at-(\w+)', html)) == spots, path
        assert html.count("<b>Реклама</b>") == len(places_in(html)), "each is labelled"
        names = re.findall(r'<aside class="place[^>]*aria-label="([^"]+)"', html)
        assert len(set(names)) == len(names), "landmarks have names of their own"
    text = reader.text(story.path)
    assert text.index("Абзац 2.") < text.index("at-text") < text.index("Абзац 3.")


def test_a_page_without_places_is_as_it_was(paper: Newspaper, reader: Reader, story: Any) -> None:
    assert "places.js" not in reader.text(story.path)
    placement = make_placement(paper.title)
    html = reader.text(story.path)
    assert places_in(html) == [], "an empty place has no box"
    make_campaign(placement)
    assert len(places_in(reader.text(story.path))) == 1


def test_notices_and_the_rules_advertise_nothing(paper: Newspaper, reader: Reader) -> None:
    everywhere(paper)
    gone = make_story(paper.uk)
    withdraw(gone)
    assert places_in(reader.get("/nowhere/").content.decode()) == []
    assert places_in(reader.get(gone.path).content.decode()) == []
    root = Page.get_first_root_node()
    branch = root.add_child(instance=EditionRoot(title="uk", slug="uk", edition=paper.uk))
    branch.add_child(instance=StandingPage(title="Правила", slug="rules"))
    assert places_in(reader.text("/page/rules/")) == []
    make_campaign(
        make_placement(paper.title, spot=Spot.FOOT, pages=[PageType.STANDING]),
        creatives=[{"headings": {"uk": "Про нас більше"}}],
    )
    assert "Про нас більше" in reader.text("/page/rules/")


def test_every_assembled_page_with_campaigns_is_the_whole_page(
    paper: Newspaper, reader: Reader, story: Any
) -> None:
    everywhere(paper, creatives=[{}, {}, make_creative_image()])
    everywhere_else = make_placement(paper.title, spot=Spot.UNDER)
    make_campaign(everywhere_else, kind="house", advertiser={})
    for path in [*every_path(paper), story.path]:
        assert assemble(reader, path).text == whole(reader, path).text, path


def test_pages_of_a_rubric_share_what_stands_in_their_places(
    paper: Newspaper, reader: Reader
) -> None:
    make_campaign(make_placement(paper.title), rubrics=[paper.rubric])
    other = make_rubric(paper.title, "power")
    here = [make_story(paper.uk, rubric=paper.rubric) for _ in range(2)]
    there = make_story(paper.uk, rubric=other)
    includes = [INCLUDE.findall(ask(reader, one.path).content.decode()) for one in (*here, there)]
    assert includes[0] == includes[1] != includes[2]
    assert len(places_in(reader.text(here[0].path))) == 1
    assert places_in(reader.text(there.path)) == []


def test_topics_tell_pages_apart_only_when_a_campaign_asks_for_them(
    paper: Newspaper, reader: Reader
) -> None:
    wanted, other = make_topic("energy"), make_topic("sport")
    placement = make_placement(paper.title)
    plain = make_story(paper.uk, topics=[other])
    about = make_story(paper.uk, topics=[wanted, other])

    def included(story: Any) -> list[str]:
        return INCLUDE.findall(ask(reader, story.path).content.decode())

    assert included(plain) == included(about) == [f"/-/place/{placement.pk}/all/"]
    make_campaign(placement, topics=[wanted])
    assert included(plain) == [f"/-/place/{placement.pk}/all/"]
    assert included(about) == [f"/-/place/{placement.pk}/t{wanted.pk}/"]
    assert len(places_in(reader.text(about.path))) == len(places_in(reader.text("/topic/energy/")))
    assert places_in(reader.text(plain.path)) == []


def test_no_airline_advertises_at_a_crash(paper: Newspaper, reader: Reader) -> None:
    placement = make_placement(paper.title)
    forms = [[["літак", "літака", "літаку"]], [["катастроф*"]]]
    airline = make_campaign(placement, avoided="літак\nкатастроф*", avoided_forms=forms)
    house = make_campaign(placement, kind="house", advertiser={})
    crash = make_story(paper.uk, "Катастрофа літака під Львовом")
    calm = make_story(paper.uk, "У місті відкрили міст")

    assert INCLUDE.findall(ask(reader, crash.path).content.decode()) == [
        f"/-/place/{placement.pk}/x{airline.pk}/"
    ]
    assert f'data-campaign="{airline.pk}"' not in reader.text(crash.path)
    assert f'data-campaign="{house.pk}"' in reader.text(crash.path)
    assert f'data-campaign="{airline.pk}"' in reader.text(calm.path)


def test_a_quiet_story_has_appeals_alone(paper: Newspaper, reader: Reader, story: Any) -> None:
    placement = make_placement(paper.title)
    paid = make_campaign(placement)
    appeal = make_campaign(placement, kind="fundraiser", priority=9)
    QuietWork.objects.create(work_id=story.number)
    html = reader.text(story.path)
    assert f'data-campaign="{paid.pk}"' not in html
    assert f'data-campaign="{appeal.pk}"' in html
    assert f"quiet:{story.number}" in keys_of(ask(reader, story.path))


def test_a_fundraiser_shows_how_far_it_is(paper: Newspaper, reader: Reader) -> None:
    campaign = make_campaign(
        make_placement(paper.title),
        kind="fundraiser",
        creatives=[{"form": "appeal", "headings": {"uk": "На дрони", "en": "For drones"}}],
    )
    deadline = timezone.localdate() + timedelta(days=400)
    Fundraiser.objects.create(
        campaign=campaign, goal=2_000_000, raised="1260500.90", deadline=deadline
    )
    (place,) = places_in(reader.text("/"))
    assert '<progress max="100" value="63" aria-label="1 260 500 ₴ з 2 000 000 ₴">63%' in (
        place.replace("\N{NO-BREAK SPACE}", " ")
    )
    assert f'<time datetime="{deadline.isoformat()}">до ' in place
    (place,) = places_in(reader.text("/eng/"))
    assert "UAH 1,260,500 of UAH 2,000,000" in place.replace("\N{NO-BREAK SPACE}", " ")


def test_a_partner_story_is_marked_wherever_it_is_met(
    paper: Newspaper, reader: Reader, story: Any
) -> None:
    assert "Партнерський матеріал" not in reader.text("/")
    make_campaign(
        make_placement(paper.title),
        advertiser={"uk": "Укрпотяг"},
        creatives=[{"form": "story", "story": story, "headings": {}, "link": ""}],
    )
    (place,) = places_in(reader.text("/"))
    assert "Реклама · Партнерський матеріал" in place
    assert "Новина дня" in place
    assert '<b class="mark">Партнерський матеріал</b>' in reader.text("/rubric/city/")
    page = reader.text(story.path)
    assert '"@type":"AdvertiserContentArticle"' in page
    assert '"sponsor":{"@type":"Organization","name":"Укрпотяг"}' in page
    withdraw(story)
    assert places_in(reader.text("/")) == [], "what is withdrawn is not advertised"


def test_an_edit_of_a_campaign_makes_its_parts_stale_and_no_page(
    paper: Newspaper, reader: Reader, story: Any
) -> None:
    placement = make_placement(paper.title)
    make_campaign(placement)
    page, part = ask(reader, story.path), ask(reader, f"/-/place/{placement.pk}/all/")
    assert "campaigns:daily" in keys_of(part)
    assert "campaigns:daily" not in keys_of(page)


def test_a_part_ends_when_a_flight_begins_or_ends(paper: Newspaper, reader: Reader) -> None:
    placement = make_placement(paper.title)
    path = f"/-/place/{placement.pk}/all/"
    assert max_age(ask(reader, path)) == 86_400
    make_campaign(placement, ends_at=timezone.now() + timedelta(hours=2))
    make_campaign(placement, starts_at=timezone.now() + timedelta(hours=1))
    assert 3590 <= max_age(ask(reader, path)) <= 3600
    assert len(places_in(reader.text("/"))) == 1


@pytest.mark.parametrize("code", ["t2-t1", "r0", "nowhere", "x1x1", "all-q"])
def test_surroundings_that_no_page_has_are_no_address(
    paper: Newspaper, reader: Reader, code: str
) -> None:
    placement = make_placement(paper.title)
    assert reader.get(f"/-/place/{placement.pk}/all/").status_code == 200
    assert reader.get(f"/-/place/{placement.pk}/{code}/").status_code == 404
    assert reader.get(f"/-/place/{placement.pk + 1}/all/").status_code == 404


def test_each_device_shows_what_fits_it_without_a_script(paper: Newspaper, reader: Reader) -> None:
    placement = make_placement(
        paper.title, phone_sizes=[[320, 100]], wide_sizes=[[728, 90]], wide_height=90
    )
    make_campaign(
        placement, creatives=[make_creative_image(320, 100), make_creative_image(728, 90)]
    )
    (place,) = places_in(reader.text("/"))
    assert set(re.findall(r'class="creative is-image (\S+)"', place)) == {"only-phone", "only-wide"}
    assert "<template>" not in place
    assert "keeps" not in place, "nothing takes another's place, so nothing is kept free"


def test_what_is_not_shown_waits_without_loading_anything(paper: Newspaper, reader: Reader) -> None:
    placement = make_placement(paper.title)
    for _ in range(9):
        make_campaign(placement, creatives=[make_creative_image(), {}])
    (place,) = places_in(reader.text("/"))
    assert place.count("data-id=") == 6
    assert place.count("<template>") == 5
    assert " keeps" in place
    shown = place.split("<template>")[0]
    assert shown.count("<img") + shown.count('class="heading"') == 1


def test_queries_do_not_grow_for_a_surrogate(paper: Newspaper, reader: Reader, story: Any) -> None:
    def asked() -> int:
        ask(reader, story.path)
        with CaptureQueriesContext(connection) as captured:
            reader.client.get(story.path, headers={"surrogate-capability": CAPABILITY})
        return len(captured)

    before = asked()
    everywhere(paper, topics=[make_topic("energy")], avoided_forms=[[["міст"]]])
    assert asked() == before


def test_who_has_a_part_as_it_is_learns_all_the_same_when_it_ends(
    paper: Newspaper, reader: Reader
) -> None:
    placement = make_placement(paper.title)
    path = f"/-/place/{placement.pk}/all/"
    first = ask(reader, path)
    make_campaign(placement, starts_at=timezone.now() + timedelta(hours=1))
    again = reader.get(path, **{"surrogate-capability": CAPABILITY, "if-none-match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert max_age(first) == 86_400
    assert max_age(again) <= 3600
    assert keys_of(again) == keys_of(first)
