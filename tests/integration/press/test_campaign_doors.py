"""The way to an advertiser, advertisers' documents and images: what they give, and to whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from shpalta.campaigns.models import Campaign, Creative, Placement
from shpalta.press.framing import digest_of
from tests.factories import (
    make_campaign,
    make_creative_image,
    make_edition,
    make_placement,
    make_story,
    make_title,
    withdraw,
)
from tests.integration.press.conftest import Newspaper, Reader
from tests.integration.press.surrogate import ask, keys_of, max_age

HTML = '<a href="{{click}}">Buy</a><script>document.title = "x"</script>'


def status_of(reader: Reader, path: str) -> int:
    """Ask, and close the file that may come."""
    answer = reader.get(path)
    answer.close()
    return answer.status_code


def creative_of(campaign: Campaign) -> Creative:
    """Give a campaign's only creative."""
    return Creative.objects.get(campaign=campaign)


def frame_path(creative: Creative, placement: Placement | None = None) -> str:
    """Give the address of a frame in a placement, the first one that it is booked in."""
    placement = placement or creative.campaign.placements.order_by("pk")[0]
    return f"/-/creative/{creative.pk}/{placement.pk}/{digest_of(creative.html)}/"


def test_a_click_leads_on_and_tells_surrogates_alone_how_it_counts(
    paper: Newspaper, reader: Reader
) -> None:
    campaign = make_campaign(
        make_placement(paper.title), creatives=[{"link": "https://advertiser.example/?a=1&b=2"}]
    )
    path = f"/-/go/{creative_of(campaign).pk}/"
    answer = reader.get(path)
    assert answer.status_code == 302
    assert answer["Location"] == "https://advertiser.example/?a=1&b=2"
    assert "Shpalta-Count" not in answer
    answer = ask(reader, path)
    assert answer["Shpalta-Count"] == f"click/{creative_of(campaign).pk}"
    assert "campaigns:daily" in keys_of(answer)
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert f'href="{path}" rel="sponsored nofollow noopener"' in reader.text("/")


@pytest.mark.parametrize(
    "link",
    ["//elsewhere.example/", "javascript:alert(1)", "http://plain.example/", "/\\x", "ftp://x"],
)
def test_a_link_that_came_past_the_screens_leads_nowhere(
    paper: Newspaper, reader: Reader, link: str
) -> None:
    campaign = make_campaign(make_placement(paper.title), creatives=[{"link": link}])
    assert reader.get(f"/-/go/{creative_of(campaign).pk}/").status_code == 404


def test_nothing_in_the_address_changes_where_it_leads(paper: Newspaper, reader: Reader) -> None:
    creative = creative_of(make_campaign(make_placement(paper.title)))
    path = f"/-/go/{creative.pk}/?url=https://evil.example/&next=//evil.example"
    assert reader.get(path)["Location"] == creative.link


def test_a_partner_story_is_led_to_while_it_is_public(paper: Newspaper, reader: Reader) -> None:
    story = make_story(paper.uk, rubric=paper.rubric)
    campaign = make_campaign(
        make_placement(paper.title), creatives=[{"form": "story", "story": story, "link": ""}]
    )
    path = f"/-/go/{creative_of(campaign).pk}/"
    assert reader.get(path)["Location"] == story.path
    withdraw(story)
    assert reader.get(path).status_code == 404


def test_an_open_page_s_links_work_when_the_campaign_is_over(
    paper: Newspaper, reader: Reader
) -> None:
    over = timezone.now() - timedelta(minutes=1)
    campaign = make_campaign(make_placement(paper.title), ends_at=over)
    assert reader.get(f"/-/go/{creative_of(campaign).pk}/").status_code == 302


def test_of_a_campaign_that_has_not_begun_nothing_is_there(
    paper: Newspaper, reader: Reader
) -> None:
    later = timezone.now() + timedelta(hours=1)
    creatives = [{"form": "html", "html": HTML}, make_creative_image()]
    make_campaign(make_placement(paper.title), starts_at=later, creatives=creatives)
    framed, image = Creative.objects.order_by("pk")
    for path in (f"/-/go/{framed.pk}/", frame_path(framed), f"/media/{image.image.name}"):
        assert reader.get(path).status_code == 404, path
    assert max_age(ask(reader, f"/-/go/{framed.pk}/")) <= 60
    Campaign.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    for path in (frame_path(framed), f"/media/{image.image.name}"):
        assert status_of(reader, path) == 200, path


def test_another_title_s_campaigns_are_not_there(paper: Newspaper, reader: Reader) -> None:
    sister = make_title("weekly", host="weekly.test")
    make_edition(sister)
    campaign = make_campaign(make_placement(sister), creatives=[{"form": "html", "html": HTML}])
    creative = creative_of(campaign)
    assert reader.get(f"/-/go/{creative.pk}/").status_code == 404
    assert reader.get(frame_path(creative)).status_code == 404
    assert Reader("weekly.test").get(frame_path(creative)).status_code == 200


def test_an_advertiser_s_document_is_shut_in(paper: Newspaper, reader: Reader) -> None:
    campaign = make_campaign(
        make_placement(paper.title), creatives=[{"form": "html", "html": HTML}]
    )
    creative = creative_of(campaign)
    answer = reader.get(frame_path(creative))
    policy = dict(
        part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; ") if " " in part
    )
    assert policy["sandbox"] == "allow-scripts allow-popups allow-popups-to-escape-sandbox"
    assert policy["default-src"] == "'none'"
    assert policy["img-src"] == "data:"
    assert "connect-src" not in policy, "nothing but the default: none"
    assert (policy["base-uri"], policy["form-action"]) == ("'none'", "'none'")
    assert policy["frame-ancestors"] == "'self'"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies
    assert f'<a href="/-/go/{creative.pk}/">Buy</a>' in answer.content.decode()
    path = frame_path(creative)
    assert reader.get(path.replace(digest_of(HTML), "0" * 16)).status_code == 404


def test_a_frame_is_a_document_of_our_own_host(paper: Newspaper, reader: Reader) -> None:
    placement = make_placement(paper.title, spot="foot")
    creative = creative_of(make_campaign(placement, creatives=[{"form": "html", "html": HTML}]))
    answer = reader.get("/")
    assert "frame-src 'self';" in answer["Content-Security-Policy"]
    assert (
        f'<iframe src="{frame_path(creative)}" width="300" height="250" title="Реклама: '
    ) in answer.content.decode()
    assert 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"' in (
        answer.content.decode()
    )


OUTSIDE = {
    "form": "html",
    "html": "<img src=https://cdn.example/a.png>",
    "is_third_party": True,
}


def test_a_frame_loads_from_the_hosts_that_its_placement_names_and_no_others(
    paper: Newspaper, reader: Reader
) -> None:
    placement = make_placement(paper.title)
    creative = creative_of(make_campaign(placement, creatives=[OUTSIDE]))
    path = frame_path(creative)
    for hosts in ([], ["other.example"]):
        placement.hosts = hosts
        placement.save()
        assert "<iframe" not in reader.text("/")
        assert "cdn.example" not in reader.get(path)["Content-Security-Policy"]
    placement.hosts = ["cdn.example", "*.other.example"]
    placement.save()
    assert f'<iframe src="{path}"' in reader.text("/")
    policy = reader.get(path)["Content-Security-Policy"]
    assert "img-src data: https://cdn.example https://*.other.example;" in policy
    assert "connect-src https://cdn.example https://*.other.example;" in policy
    assert "https:" not in reader.get("/")["Content-Security-Policy"]


def test_hosts_of_ours_need_no_name_and_are_let_in_all_the_same_by_no_policy(
    paper: Newspaper, reader: Reader
) -> None:
    own = paper.title.hosts.create(name="img.visnyk.example").name
    html = f"<img src=https://{own}/logo.png><img src=https://cdn.example/a.png>"
    placement = make_placement(paper.title)
    creative = creative_of(make_campaign(placement, creatives=[OUTSIDE | {"html": html}]))
    assert "<iframe" not in reader.text("/")
    placement.hosts = ["cdn.example"]
    placement.save()
    path = frame_path(creative)
    assert f'<iframe src="{path}"' in reader.text("/")
    assert own not in reader.get(path)["Content-Security-Policy"]


def test_what_names_no_host_is_shown_and_let_load_from_what_the_placement_names(
    paper: Newspaper, reader: Reader
) -> None:
    html = "<script>load('https:' + '//' + name())</script>"
    placement = make_placement(paper.title)
    creative = creative_of(make_campaign(placement, creatives=[OUTSIDE | {"html": html}]))
    path = frame_path(creative)
    assert f'<iframe src="{path}"' in reader.text("/")
    assert "https:" not in reader.get(path)["Content-Security-Policy"]


def test_what_does_not_say_that_it_loads_from_outside_is_let_load_nothing(
    paper: Newspaper, reader: Reader
) -> None:
    placement = make_placement(paper.title, hosts=["cdn.example"])
    campaign = make_campaign(placement, creatives=[{"form": "html", "html": HTML}])
    policy = reader.get(frame_path(creative_of(campaign)))["Content-Security-Policy"]
    assert "https:" not in policy


def test_a_frame_has_the_policy_of_a_placement_that_it_is_booked_in(
    paper: Newspaper, reader: Reader
) -> None:
    narrow = make_placement(paper.title, hosts=["cdn.example"])
    wide = make_placement(paper.title, spot="foot", hosts=["cdn.example", "tracker.example"])
    creative = creative_of(make_campaign(narrow, creatives=[OUTSIDE]))
    assert "tracker" not in reader.get(frame_path(creative))["Content-Security-Policy"]
    assert reader.get(frame_path(creative, wide)).status_code == 404
    creative.campaign.placements = [narrow, wide]
    creative.campaign.save()
    assert "tracker" in reader.get(frame_path(creative, wide))["Content-Security-Policy"]
    assert "tracker" not in reader.get(frame_path(creative))["Content-Security-Policy"]
    wide.is_active = False
    wide.save()
    assert reader.get(frame_path(creative, wide)).status_code == 404


def test_a_host_that_became_the_house_s_own_is_let_in_no_more(
    paper: Newspaper, reader: Reader
) -> None:
    placement = make_placement(paper.title, hosts=["cdn.example", "*.weekly.example"])
    creative = creative_of(make_campaign(placement, creatives=[OUTSIDE]))
    assert "weekly" in reader.get(frame_path(creative))["Content-Security-Policy"]
    make_edition(make_title("weekly", host="news.weekly.example"))
    policy = reader.get(frame_path(creative))["Content-Security-Policy"]
    assert "weekly" not in policy
    assert "https://cdn.example" in policy


def test_images_of_creatives_are_sent_as_they_were_kept(paper: Newspaper, reader: Reader) -> None:
    campaign = make_campaign(make_placement(paper.title), creatives=[make_creative_image()])
    image: Any = creative_of(campaign).image
    answer = ask(reader, f"/media/{image.name}")
    assert answer.status_code == 200
    answer.close()
    assert answer["Content-Type"] == "image/png"
    assert "campaigns:daily" in keys_of(answer)
    assert reader.get("/media/creatives/none.png").status_code == 404
    assert f'src="/media/{image.name}" width="300" height="250" alt="Потяг у полі"' in (
        reader.text("/")
    )
