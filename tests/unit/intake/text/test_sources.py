"""Attribution sentences taken apart and put together again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.intake.text import attribution_sentence, read_attribution
from shpalta.intake.text.sources import find_attribution


@pytest.mark.parametrize(
    ("sentence", "chain"),
    [
        ('"Вісник" із посиланням на порт', [("Вісник", "порт"), ("порт", None)]),
        ("Reuters", [("Reuters", None)]),
        ("Радіо, посилаючись на «Пост», який посилається на звіт",
         [("Радіо", "Пост"), ("Пост", "звіт"), ("звіт", None)]),
        ('"Газета" со ссылкой на Министерство образования и науки',
         [("Газета", "Министерство образования и науки"),
          ("Министерство образования и науки", None)]),
        ('УНІАН, "Радіо" та Суспільне', [("УНІАН", None), ("Радіо", None), ("Суспільне", None)]),
        ("Reuters citing City Hall", [("Reuters", "City Hall"), ("City Hall", None)]),
        ("мерка у Telegram.", [("мерка у Telegram", None)]),
    ],
)  # fmt: skip
def test_a_chain_is_taken_apart(sentence: str, chain: list[tuple[str, str | None]]) -> None:
    sources = read_attribution(sentence)
    assert [(source.name, source.cites) for source in sources] == chain
    assert attribution_sentence(sources) == sentence


def test_wordings_and_roles_are_kept() -> None:
    first, second = read_attribution('"Европейская правда" со ссылкой на литовское Минобороны')
    assert (first.wording, first.printed, first.role) == ("", '"Европейская правда"', "reporting")
    assert (second.wording, second.role) == ("со ссылкой на", "cited")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('Міст відкрили, повідомляє "Вісник" з посиланням на порт.', ["Вісник", "порт"]),
        ("Об этом сообщает Радио со ссылкой на порт.", ["Радио", "порт"]),
        ("The bridge is open, Reuters reported, citing City Hall.", ["Reuters", "City Hall"]),
        ("Міст відкрили вранці.", []),
    ],
)
def test_an_attribution_inside_a_sentence_is_found(text: str, names: list[str]) -> None:
    assert [source.name for source in find_attribution(text)] == names


_PART = st.sampled_from(
    ['"Вісник"', "Reuters", "порт", " со ссылкой на ", " із посиланням на ", ", ", " та ", " and ",
     " citing ", ", посилаючись на ", "«Пост»", ".", " "]
)  # fmt: skip


@given(st.lists(_PART, max_size=12).map("".join) | st.text(max_size=300))
def test_the_printed_sentence_can_always_be_rebuilt(sentence: str) -> None:
    assert attribution_sentence(read_attribution(sentence)) == " ".join(sentence.split())
