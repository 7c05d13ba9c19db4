"""Campaigns are booked on screens, each refusal stands at its field, and walls hold."""

import html
import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from shpalta.campaigns.conflicts import find_shut_out
from shpalta.campaigns.fundraising import tell_progress
from shpalta.campaigns.models import Campaign, Creative, Fundraiser, Placement, Progress
from shpalta.newsroom.staff.roles import ADVERTISING
from shpalta.newsroom.titles.models import Desk, Host, Title
from tests.factories import make_topic
from tests.integration.campaigns.conftest import Market, form_of, text
from tests.integration.newsroom.conftest import House, _client
from tests.integration.newsroom.world import listening

pytestmark = pytest.mark.django_db

ADD = "wagtailsnippets_campaigns_campaign:add"
EDIT = "wagtailsnippets_campaigns_campaign:edit"
LIST = "wagtailsnippets_campaigns_campaign:list"


def image(width: int = 300, height: int = 250, kind: str = "PNG") -> io.BytesIO:
    """Draw an image as a file that a browser sends."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#336699").save(file, kind)
    file.seek(0)
    file.name = f"banner.{kind.lower()}"
    return file


def refusals(client: Client, data: dict[str, Any]) -> dict[str, Any]:
    """Send the form and give what is said at its fields; creatives' under their number."""
    response = client.post(reverse(ADD), data)
    assert response.status_code == 200, response
    form = response.context["form"]
    found = {name: [str(one) for one in errors] for name, errors in form.errors.items()}
    for number, part in enumerate(form.formsets["creatives"].forms):
        for name, errors in part.errors.items():
            found[f"{number}.{name}"] = [str(one) for one in errors]
    return found


def booked(client: Client, data: dict[str, Any]) -> Campaign:
    response = client.post(reverse(ADD), data)
    assert response.status_code == 302, {
        **response.context["form"].errors,
        "creatives": [one.errors for one in response.context["form"].formsets["creatives"].forms],
    }
    return Campaign.objects.latest("pk")


def test_a_campaign_is_booked_in_the_zone_of_its_title_to_the_second(
    seller: Client, market: Market
) -> None:
    with listening() as heard:
        campaign = booked(seller, form_of(market, avoided="літак\nавіаційна катастрофа"))

    assert campaign.starts_at.isoformat() == "2026-11-01T07:00:07+00:00"
    assert campaign.stage == "running"
    assert [row.code for row in campaign.placements.all()] == ["rail"]
    assert campaign.creatives.get().headings == {"uk": "Кава щодня"}
    assert "літака" in campaign.avoided_forms[0][0]
    assert len(campaign.avoided_forms[1]) == 2
    # Words to avoid tell the title's pages apart; a campaign without them changes no page.
    assert heard.keys == {"campaigns:visnyk", "title:visnyk"}
    with listening() as heard:
        booked(seller, form_of(market))
    assert heard.keys == {"campaigns:visnyk"}
    shown = seller.get(reverse(EDIT, args=[campaign.pk])).content.decode()
    assert "2026-11-01T09:00:07" in shown


def test_saving_again_without_a_change_says_nothing_and_keeps_the_flight(
    seller: Client, market: Market
) -> None:
    campaign = booked(seller, form_of(market))
    part = campaign.creatives.get()
    data = form_of(market, text(id=part.pk), **{"creatives-INITIAL_FORMS": 1})

    with listening() as heard:
        response = seller.post(reverse(EDIT, args=[campaign.pk]), data)

    assert response.status_code == 302, response.context["form"].errors
    assert heard.entries == []
    assert Campaign.objects.get().starts_at == campaign.starts_at


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"ends_at": "2026-11-01T08:59"}, "ends_at"),
        ({"starts_at": "2026-03-29T03:30"}, "starts_at"),
        ({"advertiser_uk": ""}, "advertiser"),
        ({"placements": []}, "placements"),
        ({"kind": "fundraiser", "goal": ""}, "goal"),
        ({"daily_cap": "9", "total_cap": "5"}, "daily_cap"),
        ({"priority": "10"}, "priority"),
        ({"avoided": "а*"}, "avoided"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    seller: Client, market: Market, fields: dict[str, Any], name: str
) -> None:
    assert name in refusals(seller, form_of(market, **fields))
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ({"link": "http://kava.example/"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "//evil.example/"}, "link"),
        ({"link": ""}, "link"),
        ({"headings_uk": ""}, "headings"),
        ({"form": "appeal"}, "form"),
        ({"form": "story"}, "story"),
        ({"form": "html", "width": "300", "height": "250"}, "html"),
        ({"form": "html", "html": "<b>x</b>"}, "width"),
        ({"form": "html", "html": "<b>x</b>", "width": "999", "height": "90"}, "width"),
        (
            {"form": "html", "html": "<img src=//x.example/a>", "width": "300", "height": "250"},
            "html",
        ),
        (
            {
                "form": "html",
                "html": "<script src='https://x.example/a.js'></script>",
                "width": "300",
                "height": "250",
                "is_third_party": "on",
            },
            "is_third_party",
        ),
    ],
)
def test_what_is_wrong_with_a_creative_is_said_at_its_field(
    seller: Client, market: Market, part: dict[str, Any], name: str
) -> None:
    assert f"0.{name}" in refusals(seller, form_of(market, text(**part)))


LOADING = {
    "form": "html",
    "html": "<script src='https://x.example/a.js'></script><img src=//y.example/b>",
    "width": "300",
    "height": "250",
    "is_third_party": "on",
}


def test_html_that_needs_hosts_which_no_place_names_is_refused_by_their_names(
    seller: Client, market: Market
) -> None:
    place = market.place()
    place.hosts, place.forms = ["x.example"], ["html"]
    place.save()
    found = refusals(seller, form_of(market, text(**LOADING)))["0.is_third_party"]
    assert len(found) == 1
    assert "y.example" in found[0]
    assert "x.example" not in found[0]
    assert str(place) in found[0]
    place.hosts = ["x.example", "*.y.example", "y.example"]
    place.save()
    campaign = booked(seller, form_of(market, text(**LOADING)))
    assert campaign.creatives.get().is_third_party


PLACE: dict[str, Any] = {
    "code": "rail",
    "names_uk": "Колонка",
    "spot": "rail",
    "paragraph": "0",
    "phone_height": "600",
    "wide_height": "600",
    "phone_sizes": "300x250",
    "wide_sizes": "300x250",
    "kinds": ["advertising"],
    "forms": ["html"],
    "is_active": "on",
    "position": "2",
}


def test_who_takes_a_host_from_a_placement_is_told_what_it_shows_no_more(
    seller: Client, market: Market
) -> None:
    place = market.place()
    place.hosts, place.forms = ["x.example", "y.example"], ["html"]
    place.save()
    booked(seller, form_of(market, text(**LOADING)))
    url = reverse("wagtailsnippets_campaigns_placement:edit", args=[place.pk])
    data = PLACE | {"title": place.title_id, "hosts": "x.example"}
    own = Host.objects.first()
    assert own is not None
    for wrong in ("https://x.example/", "*", own.name):
        answer = seller.post(url, data | {"hosts": wrong})
        assert answer.status_code == 200, wrong
        assert wrong in str(answer.context["form"].errors["hosts"])
    told = seller.post(url, data, follow=True).content.decode()
    assert "y.example" in told
    assert "Кава" in told
    place.refresh_from_db()
    assert place.hosts == ["x.example"]


def test_hosts_of_ours_are_asked_for_nowhere(seller: Client, market: Market) -> None:
    own = Host.objects.first()
    assert own is not None
    place = market.place()
    place.forms = ["html"]
    place.save()
    html = f"<img src=https://{own.name}/logo.png>"
    campaign = booked(seller, form_of(market, text(**LOADING | {"html": html})))
    assert not find_shut_out([campaign], [place])


def test_a_placement_that_names_more_hosts_than_may_be_added_can_be_saved(
    seller: Client, market: Market
) -> None:
    place = market.place()
    place.hosts = [f"cdn{number}.example" for number in range(25)]
    place.save()
    url = reverse("wagtailsnippets_campaigns_placement:edit", args=[place.pk])
    data = PLACE | {"title": place.title_id, "hosts": "\n".join(place.hosts)}
    assert seller.post(url, data).status_code == 302
    more = seller.post(url, data | {"hosts": "\n".join([*place.hosts, "x.example"])})
    assert "25" in str(more.context["form"].errors["hosts"])
    assert seller.post(url, data | {"hosts": "cdn1.example"}).status_code == 302
    more = seller.post(url, data)
    assert "20" in str(more.context["form"].errors["hosts"])


def test_a_campaign_without_anything_to_show_is_refused(seller: Client, market: Market) -> None:
    found = refusals(seller, form_of(market, **{"creatives-TOTAL_FORMS": 0}))
    assert "__all__" in found


def test_an_image_is_kept_under_its_content_and_needs_a_description(
    seller: Client, market: Market, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    part = text(form="image", width="300", height="250", image=image(600, 500))
    assert "0.alts" in refusals(seller, form_of(market, part))

    part = text(form="image", image=image(), alts_uk="Чашка кави")
    creative = booked(seller, form_of(market, part)).creatives.get()

    assert (creative.width, creative.height) == (300, 250)
    assert creative.image.name == f"creatives/{creative.digest}.png"
    assert creative.image_type == "image/png"
    sent = seller.get(reverse("campaigns_image", args=[creative.pk]))
    assert sent["Content-Type"] == "image/png"
    assert sent["X-Content-Type-Options"] == "nosniff"
    sent.close()


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (image(640, 100), "image"),
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), "image"),
        (io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"\x00" * 400_000), "image"),
    ],
)
def test_an_image_that_is_none_or_has_another_size_is_refused(
    seller: Client, market: Market, file: Any, name: str
) -> None:
    file.seek(0)
    file.name = "banner.png"
    part = text(form="image", width="300", height="250", alts_uk="Чашка", image=file)
    assert f"0.{name}" in refusals(seller, form_of(market, part))


def test_a_fundraiser_keeps_how_its_sum_grew(seller: Client, market: Market) -> None:
    data = form_of(
        market,
        text(form="appeal"),
        kind="fundraiser",
        goal="2000000",
        raised="350000.50",
        deadline="2026-12-31",
        placements=[market.place("banner").pk],
    )
    campaign = booked(seller, data)

    fundraiser = Fundraiser.objects.get(campaign=campaign)
    assert (fundraiser.goal, str(fundraiser.raised)) == (2_000_000, "350000.50")
    assert [str(one.raised) for one in Progress.objects.all()] == ["350000.50"]
    assert Progress.objects.get().by is not None


def test_a_fundraiser_ends_with_its_deadline_and_goes_on_when_that_is_put_off(
    seller: Client, market: Market
) -> None:
    data = form_of(
        market,
        text(form="appeal"),
        kind="fundraiser",
        goal="2000",
        deadline="2026-12-30",
        placements=[market.place("banner").pk],
    )
    assert "ends_at" in refusals(seller, data | {"ends_at": "2026-12-31T00:00:01"})
    campaign = booked(seller, data)
    assert campaign.ends_at is not None
    assert campaign.ends_at.isoformat() == "2026-12-30T22:00:00+00:00", "midnight in Kyiv"

    url = reverse(EDIT, args=[campaign.pk])
    shown = seller.get(url).context["form"].initial["ends_at"]
    later = data | {
        "ends_at": shown.isoformat(),
        "deadline": "2027-01-31",
        "creatives-0-id": campaign.creatives.get().pk,
        "creatives-INITIAL_FORMS": 1,
    }
    assert seller.post(url, later).status_code == 302
    campaign.refresh_from_db()
    assert campaign.ends_at.isoformat() == "2027-01-31T22:00:00+00:00"


def test_a_form_that_was_open_puts_no_older_sum_back(seller: Client, market: Market) -> None:
    data = form_of(
        market,
        text(form="appeal"),
        kind="fundraiser",
        goal="2000",
        raised="350",
        placements=[market.place("banner").pk],
    )
    campaign = booked(seller, data)
    open_form = seller.get(reverse(EDIT, args=[campaign.pk])).context["form"]
    fundraiser = Fundraiser.objects.get(campaign=campaign)
    assert "350" in open_form["raised"].help_text
    tell_progress(fundraiser=fundraiser, raised=Decimal(900), at=timezone.now(), event="hook")

    sent = data | {
        "raised": open_form["raised"].value() or "",
        "weight": "20",
        "creatives-0-id": campaign.creatives.get().pk,
        "creatives-INITIAL_FORMS": 1,
    }
    assert seller.post(reverse(EDIT, args=[campaign.pk]), sent).status_code == 302

    fundraiser.refresh_from_db()
    assert fundraiser.raised == 900
    assert Campaign.objects.get().weight == 20


def test_who_saves_over_what_another_did_meanwhile_is_told_once(
    seller: Client, market: Market
) -> None:
    campaign = booked(seller, form_of(market))
    url = reverse(EDIT, args=[campaign.pk])
    base = seller.get(url).context["form"]["base"].value()
    part = text(id=campaign.creatives.get().pk)
    data = form_of(market, part, weight="20", base=base, **{"creatives-INITIAL_FORMS": 1})
    other = _client(ADVERTISING, name="marta")
    other.post(reverse("campaigns_pause", args=[campaign.pk]))

    response = seller.post(url, data)
    assert response.status_code == 200
    [told] = response.context["form"].non_field_errors()
    assert "marta: Paused" in told
    assert told in html.unescape(response.content.decode())
    assert Campaign.objects.get().is_paused, "at a crash, somebody stopped it"

    again = data | {"base": response.context["form"]["base"].value(), "is_paused": "on"}
    assert seller.post(url, again).status_code == 302
    saved = Campaign.objects.get()
    assert (saved.weight, saved.is_paused) == (20, True)


def test_campaigns_are_found_by_name_and_advertiser_in_any_case(
    seller: Client, market: Market
) -> None:
    market.campaign("Сніданки", advertiser={"uk": "Кав’ярня «Причал»", "en": "Prychal"})
    market.campaign("Потяг")
    for query in ("сніДАНки", "кав'ярня", "prychal"):
        page = seller.get(reverse(LIST), {"q": query}).content.decode()
        assert "Сніданки" in page, query
        assert "Потяг" not in page, query


def test_a_placement_goes_only_when_nothing_is_booked_in_it(seller: Client, market: Market) -> None:
    campaign, place = market.campaign(), market.place()
    url = reverse("wagtailsnippets_campaigns_placement:delete", args=[place.pk])
    page = seller.post(url, follow=True).content.decode()
    assert f"are booked in it: {campaign.name}." in page
    assert Placement.objects.filter(pk=place.pk).exists()

    Campaign.objects.filter(pk=campaign.pk).update(stage="ended")
    seller.post(url)
    assert not Placement.objects.filter(pk=place.pk).exists()


def test_pausing_resuming_and_copying_take_one_click(seller: Client, market: Market) -> None:
    campaign = market.campaign()
    with listening() as heard:
        seller.post(reverse("campaigns_pause", args=[campaign.pk]))
    campaign.refresh_from_db()
    assert (campaign.is_paused, campaign.stage) == (True, "paused")
    assert heard.keys == {"campaigns:visnyk"}

    seller.post(reverse("campaigns_resume", args=[campaign.pk]))
    campaign.refresh_from_db()
    assert (campaign.is_paused, campaign.stage) == (False, "running")

    response = seller.post(reverse("campaigns_copy", args=[campaign.pk]))
    copy = Campaign.objects.latest("pk")
    assert response["Location"] == reverse(EDIT, args=[copy.pk])
    assert copy.is_paused
    assert [one.headings for one in copy.creatives.all()] == [{"uk": "Кава щодня"}]
    assert list(copy.placements.all()) == list(campaign.placements.all())
    assert Creative.objects.count() == 2


def test_the_log_says_who_changed_what(seller: Client, market: Market) -> None:
    campaign = booked(seller, form_of(market))
    seller.post(reverse("campaigns_pause", args=[campaign.pk]))
    part = campaign.creatives.get()
    data = form_of(
        market, text(id=part.pk), weight="20", is_paused="on", **{"creatives-INITIAL_FORMS": 1}
    )
    seller.post(reverse(EDIT, args=[campaign.pk]), data)

    page = seller.get(reverse("campaigns_report", args=[campaign.pk])).content.decode()
    assert "Paused" in page
    assert "<td>Changed: Weight</td>" in page
    assert "advertising" in page


def test_exclusive_campaigns_that_meet_are_warned_of(seller: Client, market: Market) -> None:
    market.campaign("Перша", is_exclusive=True)
    response = seller.post(reverse(ADD), form_of(market, is_exclusive="on"), follow=True)
    assert "“Перша” is exclusive as well" in response.content.decode()


def test_what_was_done_is_said_without_a_case_or_a_gender(seller: Client, market: Market) -> None:
    made = seller.post(reverse(ADD), form_of(market), follow=True).content.decode()
    assert "“Кава” is saved." in made
    campaign = Campaign.objects.get()
    part = text(id=campaign.creatives.get().pk)
    data = form_of(market, part, weight="20", **{"creatives-INITIAL_FORMS": 1})
    url = reverse(EDIT, args=[campaign.pk])
    assert "“Кава” is saved." in seller.post(url, data, follow=True).content.decode()
    assert "Not saved yet" in seller.post(url, data | {"name": ""}).content.decode()
    gone = reverse("wagtailsnippets_campaigns_campaign:delete", args=[campaign.pk])
    assert "“Кава” is deleted." in seller.post(gone, follow=True).content.decode()


def test_the_list_shows_states_and_what_is_unsold(seller: Client, market: Market) -> None:
    market.campaign()
    page = seller.get(reverse(LIST)).content.decode()
    assert "campaign-stage--running" in page
    places = seller.get(reverse("wagtailsnippets_campaigns_placement:list")).content.decode()
    assert places.count("campaign-stage--unsold") == 5
    assert "Placements of campaigns: 6" in places, "no number before a name, which has cases"


def test_the_first_screen_says_what_runs_and_what_is_unsold(
    seller: Client, journalist: Client, market: Market
) -> None:
    market.campaign()
    page = seller.get(reverse("wagtailadmin_home")).content.decode()
    panel = page.split('campaign-panel"')[1].split("</section>")[0]
    assert "Above the front" in panel
    assert "The rail" not in panel
    assert "campaign-panel" not in journalist.get(reverse("wagtailadmin_home")).content.decode()


def test_a_sum_is_told_from_the_report(seller: Client, editor: Client, market: Market) -> None:
    campaign = market.campaign(kind="fundraiser", places="banner")
    fundraiser = Fundraiser.objects.create(campaign=campaign, goal=1000)
    url = reverse("campaigns_sum", args=[campaign.pk])
    with listening() as heard:
        seller.post(url, {"raised": "250.50"})
    seller.post(url, {"raised": "-1"})
    editor.post(url, {"raised": "999"})
    fundraiser.refresh_from_db()
    assert str(fundraiser.raised) == "250.50"
    assert heard.keys == {"campaigns:visnyk"}


def test_a_placement_is_changed_within_its_box(seller: Client, market: Market) -> None:
    place = market.place()
    url = reverse("wagtailsnippets_campaigns_placement:edit", args=[place.pk])
    data = {
        "title": place.title_id,
        "code": "rail",
        "names_uk": "Колонка",
        "spot": "rail",
        "paragraph": "0",
        "phone_height": "250",
        "wide_height": "600",
        "phone_sizes": "300x250",
        "wide_sizes": "300x600; 160х600",
        "kinds": ["house"],
        "forms": ["text", "image"],
        "is_active": "on",
        "position": "2",
    }
    assert seller.post(url, data | {"wide_height": "500"}).status_code == 200
    assert seller.post(url, data | {"wide_sizes": "wide"}).status_code == 200
    assert seller.post(url, data).status_code == 302
    place.refresh_from_db()
    assert place.wide_sizes == [[300, 600], [160, 600]]
    assert (place.kinds, place.forms) == (["house"], ["text", "image"])


@pytest.fixture
def foreign(house: House, market: Market) -> Campaign:
    """Give a campaign of the second title, which has a desk with nobody of the first."""
    Desk.objects.create(title=house.foreign_edition.title, names={"uk": "Стіл"})
    return market.campaign("Потайна", title=house.foreign_edition.title)


def test_who_is_not_of_a_title_neither_sees_nor_does_anything_there(
    seller: Client, market: Market, foreign: Campaign
) -> None:
    creative = foreign.creatives.get()
    assert "Потайна" not in seller.get(reverse(LIST)).content.decode()
    for url in (
        reverse(EDIT, args=[foreign.pk]),
        reverse("campaigns_report", args=[foreign.pk]),
        reverse("campaigns_paper", args=[foreign.pk]),
        reverse("campaigns_file", args=[foreign.pk]),
        reverse("campaigns_image", args=[creative.pk]),
    ):
        assert seller.get(url).status_code == 404, url
    for name in ("pause", "resume", "copy", "secret"):
        url = reverse(f"campaigns_{name}", args=[foreign.pk])
        assert seller.post(url).status_code == 404, url
    found = refusals(seller, form_of(market, title=foreign.title_id, other_titles=foreign.title_id))
    assert {"title", "other_titles"} <= set(found)


def test_what_another_title_gave_to_a_campaign_stays_when_somebody_outside_saves(
    seller: Client, market: Market, foreign: Campaign
) -> None:
    sister = Title.objects.get(pk=foreign.title_id)
    place = Placement.objects.create(title=sister, code="rail", names={"uk": "R"}, spot="rail")
    campaign = market.campaign()
    campaign.other_titles = [sister]
    campaign.placements = [market.place(), place]
    campaign.save()
    part = campaign.creatives.get()
    data = form_of(market, text(id=part.pk), **{"creatives-INITIAL_FORMS": 1})

    response = seller.post(reverse(EDIT, args=[campaign.pk]), data)

    assert response.status_code == 302, response.context["form"].errors
    kept = Campaign.objects.get(pk=campaign.pk)
    assert list(kept.other_titles.all()) == [sister]
    assert set(kept.placements.all()) == {market.place(), place}


def test_journalists_and_editors_book_nothing(
    journalist: Client, editor: Client, market: Market
) -> None:
    campaign = market.campaign()
    for client in (journalist, editor):
        assert client.get(reverse(ADD)).status_code == 302
        pausing = client.post(reverse("campaigns_pause", args=[campaign.pk]))
        assert pausing.status_code in {302, 403}
        campaign.refresh_from_db()
        assert not campaign.is_paused
    assert editor.get(reverse("campaigns_report", args=[campaign.pk])).status_code == 200
    assert journalist.get(reverse("campaigns_report", args=[campaign.pk])).status_code == 302


def test_topics_are_found_by_who_books(seller: Client, market: Market) -> None:
    topic = make_topic("kava")
    campaign = booked(seller, form_of(market, topics=[topic.pk], rubrics=[]))
    assert list(campaign.topics.all()) == [topic]
    found = seller.get(reverse("stories_words", args=["topics"]), {"q": "kava"})
    assert found.json()["words"]
