"""Pages of copy read as a whole."""

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.intake.text import CopyError, ReadOptions, decode_copy, find_year, read_copy, to_json

PAGES = sorted(Path(__file__).parent.glob("copy/*.txt"))
WHOLE = [page for page in PAGES if "wrapped" not in page.stem]
FURNITURE = (
    "Реклама:", "Advertisement", "ВІДЕО ДНЯ", "ВИДЕО ДНЯ", "Поділитися", "Facebook Telegram",
    "=====",
    "Читайте також: Як обирали колір нових вагонів", "Read also: Five lighthouses to visit",
    "Шановні читачі, просимо дотримуватися Правил коментування", "Все новости...", "Share",
    "Підписуйтесь на наш Telegram", "© 2024 Вісник. Усі права захищено.", "Donate to our newsroom",
    "12:49 Паром змінив розклад",
)  # fmt: skip
HEAD = "Заголовок новини про місто\n10 квітня 2024, 10:00\n"
LEAD = "Перший абзац новини про місто, яке живе над річкою і чекає весни.\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_read_as_its_reader_would_read_it(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert to_json(read_copy(page.read_text(encoding="utf-8"))) == expected


@given(page=st.sampled_from(WHOLE), line=st.sampled_from(FURNITURE), data=st.data())
def test_furniture_between_lines_never_changes_the_story(
    page: Path, line: str, data: st.DataObject
) -> None:
    lines = page.read_text(encoding="utf-8").rstrip("\n").split("\n")
    before = to_json(read_copy("\n".join(lines)))
    lines.insert(data.draw(st.integers(0, len(lines))), line)
    after = to_json(read_copy("\n".join(lines)))
    kept = ("headline", "published_at", "lead", "blocks", "sources", "picture", "authors", "topics")
    assert {key: after[key] for key in kept} == {key: before[key] for key in kept}


_WORDS = [word for page in PAGES for word in page.read_text(encoding="utf-8").split()]
_SCRAMBLED = st.lists(
    st.tuples(st.sampled_from(_WORDS), st.sampled_from(" \n,:—")).map("".join), max_size=120
).map("".join)


@given(st.text(max_size=500) | _SCRAMBLED)
def test_no_text_raises_anything_but_a_copy_error(text: str) -> None:
    try:
        copy = read_copy(text)
    except CopyError as error:
        assert str(error)  # noqa: PT017 - either outcome is right; a refusal must say why
    else:
        assert copy.headline
        assert json.dumps(to_json(copy))
    find_year(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "empty"),
        ("Заголовок\n\x07текст", "control characters"),
        ("а" * 100_001, "line of"),
        ("<html><body><p>Hi</p></body></html>", "HTML"),
        ("Hello <b>a</b> and <i>b</i>\n", "HTML"),
        (HEAD, "headline only"),
        ("\n".join(f"1{n}:20\nЗаголовок новини номер {n} міста" for n in range(9)), "list"),
        ("\n".join(f"Заголовок новини номер {n} міста" for n in range(9)), "list"),
        ("\n".join(f"Заголовок номер {n}\n{LEAD}Читати далі" for n in range(9)), "list"),
        ("\n".join(f"1{n} квітня 2024, 10:20\nЗаголовок {n}\n{LEAD}" for n in range(9)), "list"),
        (HEAD + "а\n" * 20_001, "lines"),
    ],
)
def test_what_is_no_story_is_refused_with_a_reason(text: str, word: str) -> None:
    with pytest.raises(CopyError, match=word):
        read_copy(text)


def test_the_year_comes_from_the_options_and_from_other_files() -> None:
    text = HEAD.replace(" 2024", "") + LEAD
    unknown = read_copy(text)
    assert unknown.published_at is None
    assert any("--year" in problem for problem in unknown.problems)
    known = read_copy(text, options=ReadOptions(year=2024))
    assert to_json(known)["published_at"] == "2024-04-10T10:00+03:00"
    neighbours = read_copy(text, options=ReadOptions(neighbour_years=(2024, 2024)))
    assert neighbours.published_at == known.published_at
    assert find_year(HEAD + LEAD) == 2024
    assert find_year(text) is None


def test_language_and_time_zone_follow_the_options() -> None:
    options = ReadOptions(language="ru", time_zone="Europe/Vilnius")
    document = to_json(read_copy(HEAD + LEAD, options=options))
    assert document["language"] == "ru"
    summer = to_json(read_copy(HEAD + LEAD, options=ReadOptions(time_zone="Europe/Paris")))
    assert summer["published_at"] == "2024-04-10T10:00+02:00"


def test_an_embargo_in_the_copy_is_a_problem() -> None:
    copy = read_copy("EMBARGO: 12 April 2024, 10:00\n" + HEAD + LEAD)
    assert any("not to be published yet" in problem for problem in copy.problems)


@pytest.mark.parametrize(
    "unit", ["Слово, ", "аb", '"а", — ', "Фото: а ", "12:30 ", "(a ", "citing A "]
)
def test_a_long_text_is_read_in_time_that_grows_with_its_length(unit: str) -> None:
    def seconds(lines: int) -> float:
        start = time.process_time()
        read_copy(HEAD + LEAD + ((unit * 220)[:220] + "\n") * lines)
        return time.process_time() - start

    short = min(seconds(600) for _ in range(2))
    assert seconds(4_800) < 8 * 3 * max(short, 0.01)


REFERENCE = os.environ.get("SHPALTA_REFERENCE_COPY", "")


@pytest.mark.skipif(not REFERENCE, reason="SHPALTA_REFERENCE_COPY names no reference page")
def test_the_reference_page_is_read_as_agreed() -> None:
    document = to_json(read_copy(decode_copy(Path(REFERENCE).read_bytes()).text))
    assert document["headline"] == "Министры обороны Литвы и Украины обсудили дефицит боеприпасов"
    assert document["published_at"] == "2024-04-10T23:37+03:00"
    assert document["picture"] == {
        "caption": "Рустем Умеров и Лауринас Кащюнас",
        "credit": "Фото со страницы Умерова",
    }
    assert document["sources"] == [
        {"name": "Европейская правда", "cites": "литовское Минобороны"},
        {"name": "литовское Минобороны", "cites": None},
    ]
    copy = read_copy(decode_copy(Path(REFERENCE).read_bytes()).text)
    assert [block.label for block in copy.blocks] == ["Детали", None, None, "Напомним", None]
    assert [line.mark for line in copy.ticker].count("видео") == 1
    assert len(copy.ticker) == 10
