"""Old addresses in the newsroom: what is refused, what is shortened, taking files in and out."""

import io
from collections.abc import Callable
from typing import TextIO

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shpalta.core.address_patterns import PatternError, compile_pattern
from shpalta.core.old_addresses import normal_path
from shpalta.newsroom.redirects.errors import RedirectRefusedError
from shpalta.newsroom.redirects.importing import export_redirects, import_redirects
from shpalta.newsroom.redirects.models import FormerHost, OldNumber, Redirect
from shpalta.newsroom.redirects.reading import readers_get
from shpalta.newsroom.redirects.services import check_redirect, save_redirect
from tests.integration.newsroom.conftest import House


def file(text: str) -> Callable[[], TextIO]:
    return lambda: io.StringIO(text, newline="")


def lead(house: House, path: str, target: str, status: int = 301, **more: bool) -> Redirect:
    title = house.edition.title
    draft = check_redirect(title=title, path=path, target=target, status=status, **more)
    return save_redirect(title=title, draft=draft)


@pytest.mark.parametrize(
    ("path", "target", "field"),
    [
        ("no-slash", "front:", "path"),
        ("/", "front:", "path"),
        ("/?p=5", "front:", "path"),
        ("/media/a.jpg", "front:", "path"),
        ("/-/today/", "front:", "path"),
        ("/" + "a" * 700, "front:", "path"),
        ("https://nauka.localhost/a", "front:", "path"),
        ("javascript:alert(1)", "front:", "path"),
        ("/a", "story:99999", "target"),
        ("/a", "rubric:none", "target"),
        ("/a", "rubric:en/city", "target"),
        ("/a", "/nowhere/at/all", "target"),
        ("/a", "/a", "target"),
        ("/a", "https://evil.example/", "target"),
        ("/a", "javascript:alert(1)", "target"),
        ("/a", "//evil.example/", "target"),
        ("/rubric/city/", "front:", "path"),
        ("/rus/", "front:", "path"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    house: House, path: str, target: str, field: str
) -> None:
    with pytest.raises(RedirectRefusedError) as refused:
        lead(house, path, target)
    assert refused.value.field == field
    assert str(refused.value)


def test_other_people_s_hosts_only_where_it_is_allowed(house: House) -> None:
    row = lead(house, "/partner", "https://partner.example/x", allows_outside=True)
    assert readers_get(house.edition.title, "/partner").location == "https://partner.example/x"
    assert row.edition is None


def test_what_leads_to_an_old_address_leads_straight_on(house: House) -> None:
    lead(house, "/b", "rubric:city")
    draft = check_redirect(title=house.edition.title, path="/a", target="/b", status=301)
    assert draft.was_shortened
    assert draft.place.target == "/rubric/city/"
    row = Redirect.objects.get(path="/b")
    with translation.override("en"), pytest.raises(RedirectRefusedError, match="itself"):
        check_redirect(title=house.edition.title, path="/c", target="/b", status=301, own_id=row.pk)


def test_a_file_is_taken_whole_or_not_at_all(house: House) -> None:
    story = house.published()
    good = f"from,to,status\n/a,story:{story.number}\n\n/b?id=1,/rus/,308\n/c,,410\n/d,/a,302\n"
    title = house.edition.title
    bad = good + "/e,story:999999\n/a,front:\nnonsense,front:\n/f,front:,200\n/g,/h\n/h,/g\n"
    with translation.override("en"):
        report = import_redirects(title=title, open_file=file(bad))
    assert sorted(line.number for line in report.bad) == [7, 8, 9, 10, 11, 12]
    assert Redirect.objects.count() == 0
    assert import_redirects(title=title, open_file=file(good), dry_run=True).is_good
    assert Redirect.objects.count() == 0
    report = import_redirects(title=title, open_file=file(good))
    assert (report.written, report.shortened) == (4, 1)
    assert readers_get(title, "/d").location == story.path
    assert readers_get(title, "/b?id=1").status == 308
    assert import_redirects(title=title, open_file=file("from,to\n/a,front:\n")).written == 1
    assert readers_get(title, "/a").location == "/"


def test_what_was_given_out_is_taken_in_again(house: House) -> None:
    story = house.published()
    lead(house, "/a?x=1", f"story:{story.number}", 302)
    lead(house, "/b", "https://nauka.localhost/")
    lead(house, "/c", "gone", 410)
    lead(house, "/новини", "day:ru/2024-04-10")
    lead(house, "/f", "front:ru")
    out = io.StringIO()
    assert export_redirects(house.edition.title, out) == 5
    before = list(Redirect.objects.order_by("path").values("path", "query", "target", "edition"))
    Redirect.objects.all().delete()
    report = import_redirects(title=house.edition.title, open_file=file(out.getvalue()))
    assert report.bad == []
    after = Redirect.objects.order_by("path").values("path", "query", "target", "edition")
    assert list(after) == before


def test_old_numbers_are_taken_in(house: House) -> None:
    story = house.published()
    text = f"old,to\n77,{story.number}\n78,story:{story.number}\n"
    report = import_redirects(title=house.edition.title, open_file=file(text))
    assert report.bad == []
    assert list(OldNumber.objects.values_list("old", "number")) == [
        ("77", story.number),
        ("78", story.number),
    ]


def test_patterns_are_taken_in_and_only_sound_ones(house: House) -> None:
    title, story = house.edition.title, house.published()
    bad = "pattern,to\n/{id}{slug},story:{id}\n/a/{id},story:{slug}\n/b/{rest},https://{rest}/x\n"
    bad += "/c/{rest},https://other.example/{rest}\n/d/{id},nothing:{id}\n"
    report = import_redirects(title=title, open_file=file(bad))
    assert [line.number for line in report.bad] == [2, 3, 4, 5, 6]
    good = "pattern,to,status\n/{slug}-{id}.html,story:{id}\n/dead/{rest},gone\n"
    assert import_redirects(title=title, open_file=file(good)).written == 2
    assert readers_get(title, f"/some-words-{story.number}.html").location == story.path
    assert readers_get(title, "/dead/x/y").status == 410


def test_a_file_without_a_head_is_refused(house: House) -> None:
    report = import_redirects(title=house.edition.title, open_file=file("/a,front:\n"))
    assert [line.number for line in report.bad] == [1]


def test_a_host_that_is_given_back_is_former_no_more(house: House) -> None:
    title = house.edition.title
    title.hosts.all().delete()
    assert FormerHost.objects.filter(name="visnyk.localhost").exists()
    title.hosts.create(name="visnyk.localhost", is_canonical=True)
    assert not FormerHost.objects.exists()


PATHS = st.sampled_from(["/a", "/b", "/c", "/d", "/a?x=1", "/rubric/old", "/rus/a"])
TARGETS = st.one_of(
    PATHS,
    st.sampled_from(["front:", "front:ru", "rubric:city", "gone", "/rubric/city/", "day:"]),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(PATHS, TARGETS, st.sampled_from([301, 302, 308])), max_size=7))
def test_whatever_is_accepted_ends_within_two_steps(
    house: House, rows: list[tuple[str, str, int]]
) -> None:
    Redirect.objects.all().delete()
    title = house.edition.title
    for path, target, status in rows:
        try:
            lead(house, path, target, status)
        except RedirectRefusedError:
            continue
    for row in Redirect.objects.all():
        asked, steps = str(row.address), 0
        answer = readers_get(title, asked)
        assert answer.location or answer.status == 410
        while answer.location:
            steps += 1
            assert steps <= 2, asked
            answer = readers_get(title, answer.location)
        assert answer.status in {200, 410}


@given(st.text(max_size=60))
def test_a_path_has_one_spelling(text: str) -> None:
    once = normal_path(text)
    assert once.isascii()
    assert normal_path(once) == once


@pytest.mark.parametrize(
    "text", ["a", "/", "/{id}/{id}", "/{no}", "/{rest}/x", "/{id}{slug}", "/.*", "/media/{rest}"]
)
def test_what_is_no_pattern_is_refused(text: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(text)


def test_no_address_makes_a_pattern_slow() -> None:
    pattern = compile_pattern("/{slug}-{word}-{id}/{year}-x/{rest}")
    assert pattern.match("/" + "-1" * 290 + "/", "") is None
    assert pattern.match("/a-b-5/2024-x/c/d", "") is not None
