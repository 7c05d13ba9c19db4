"""A title's design on its pages: seen there, and nowhere else."""

import json
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shpalta.newsroom.design.models import Design, FrontSection, Nameplate
from shpalta.newsroom.design.nameplates import read_plate
from tests.factories import make_edition, make_rubric, make_story, make_title
from tests.integration.press.conftest import Newspaper, Reader

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60"><path d="M0 0h300v60z"/></svg>'


def designed(paper: Newspaper) -> Design:
    design = Design.objects.create(
        title=paper.title,
        display_face="slab",
        tint="#eef3ee",
        dark_breaking="#ffb0a0",
        address={"uk": "вул. Річна, 3\nКиїв"},
        editor={"uk": "Олена <Річна>"},
        email="desk@example.org",
        phone="+380 (44) 123-45-67",
        networks=["https://example.org/daily"],
    )
    plate = read_plate(SimpleUploadedFile("name.svg", SVG))
    Nameplate.objects.create(
        design=design,
        theme="light",
        data=plate.data,
        content_type=plate.content_type,
        digest=plate.digest,
        width=plate.width,
        height=plate.height,
    )
    return design


def test_pages_show_the_design_of_their_title_alone(paper: Newspaper, reader: Reader) -> None:
    sister = make_edition(make_title("weekly", host="weekly.test"))
    designed(paper)
    story = make_story(paper.uk)
    for path in ("/", story.path, "/rus/"):
        response = reader.get(path)
        page = response.content.decode()
        style = re.search(r"<style>(.*?)</style>", page)
        assert style
        assert "--tint:#eef3ee" in style[1]
        assert "--display:Rockwell" in style[1]
        assert 'alt="' in page
        assert '<a href="tel:+380441234567">+380 (44) 123-45-67</a>' in page
        data = re.search(r'ld\+json">(.*?)</script>', page)
        assert data
        graph = json.loads(data[1])["@graph"][0]["publisher"]
        assert graph["sameAs"] == ["https://example.org/daily"]
        assert graph["contactPoint"]["telephone"] == "+380 (44) 123-45-67"
    assert "Олена &lt;Річна&gt;" in reader.text("/")

    other = Reader("weekly.test")
    make_story(sister)
    assert "--tint:" not in other.text("/")
    assert "tel:" not in other.text("/")


def test_a_nameplate_is_a_file_that_can_do_nothing(paper: Newspaper, reader: Reader) -> None:
    designed(paper)
    src = re.search(r'<img src="(/-/nameplate/[^"]+)" width="300" height="60"', reader.text("/"))
    assert src
    response = reader.get(src[1])
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Security-Policy"].endswith("sandbox")
    assert "immutable" in response["Cache-Control"]
    make_edition(make_title("weekly", host="weekly.test"))
    assert Reader("weekly.test").get(src[1]).status_code == 404
    assert reader.get(src[1].replace(".svg", ".png")).status_code == 404


def test_the_front_follows_its_plan(paper: Newspaper, reader: Reader) -> None:
    rubrics = [make_rubric(paper.title, slug) for slug in ("sport", "science", "travel")]
    for rubric in rubrics:
        for number in range(30):
            make_story(paper.uk, f"{rubric.slug} {number}", rubric=rubric)
    design = Design.objects.create(title=paper.title)
    for place, (rubric, stories) in enumerate(((rubrics[2], 3), (rubrics[0], 7))):
        FrontSection.objects.create(design=design, rubric=rubric, stories=stories, position=place)
    page = reader.text("/")
    bands = page.split('<section class="band"')[1:]
    assert [band.count("<h3>") for band in bands] == [3, 7]
    assert ["travel" in bands[0], "sport" in bands[1]] == [True, True]


def test_more_titles_and_rubrics_cost_no_more_queries(paper: Newspaper, reader: Reader) -> None:
    make_story(paper.uk, rubric=paper.rubric)

    def queries() -> int:
        reader.get("/")
        with CaptureQueriesContext(connection) as captured:
            assert reader.get("/").status_code == 200
        return len(captured)

    one = queries()
    for code in ("second", "third"):
        title = make_title(code)
        for language in ("uk", "ru", "en"):
            edition = make_edition(title, language=language)
            make_story(edition, rubric=make_rubric(title, language))
        rubric = make_rubric(paper.title, code)
        make_story(paper.uk, rubric=rubric)
    assert queries() == one
