"""The vocabulary of labelled blocks."""

import pytest

from shpalta.core.labels import LABELS, match_label, match_lone_label, printed_label


@pytest.mark.parametrize(
    ("text", "code", "printed", "rest"),
    [
        ("Детали: Мост открыт.", "details", "Детали", "Мост открыт."),
        ("ДЕТАЛІ: Міст.", "details", "ДЕТАЛІ", "Міст."),
        ("Пряма мова Зеленського: «Так».", "quote", "Пряма мова Зеленського", "«Так»."),
        ("Пряма мова (мерка): «Так».", "quote", "Пряма мова (мерка)", "«Так»."),
        ("Reed's direct speech: Yes.", "quote", "Reed's direct speech", "Yes."),
        ("Quote from Ann Reed: Yes.", "quote", "Quote from Ann Reed", "Yes."),
        ("Напомним, мост закрыли.", "reminder", "Напомним", "мост закрыли."),
        ("Нагадаємо: міст закрили.", "reminder", "Нагадаємо", "міст закрили."),
        ("Что предшествовало: Дождь.", "preceded", "Что предшествовало", "Дождь."),
        ("Джерело – УНІАН", "source", "Джерело", "УНІАН"),
        ("What’s next: A vote.", "whats_next", "What’s next", "A vote."),
    ],
)
def test_a_label_is_found_with_the_name_in_it(
    text: str, code: str, printed: str, rest: str
) -> None:
    match = match_label(text)
    assert match is not None
    assert (match.code, match.printed, match.rest) == (code, printed, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Детали, которых никто не знал, раскрыл архив.",
        "Детальний план: міст і дорога.",
        "деталі: малими літерами",
        "Президент: усе буде добре",
        "Earlier, the minister said no.",
        "",
    ],
)
def test_prose_is_no_label(text: str) -> None:
    assert match_label(text) is None


@pytest.mark.parametrize(
    "line", ["Детали", "Детали:", "What preceded", "Прямая речь Марины Котовой"]
)
def test_a_label_may_stand_alone_on_its_line(line: str) -> None:
    match = match_lone_label(line)
    assert match is not None
    assert match.printed == line.rstrip(":")


def test_every_printed_form_is_found_again() -> None:
    for label in LABELS.values():
        for forms in label.forms.values():
            for form in forms:
                match = match_label(f"{form}: Text.")
                assert match is not None, form
                assert match.code == label.code, form
                assert match.rest == "Text."


def test_every_label_has_a_house_form_in_every_language() -> None:
    for code in LABELS:
        assert all(printed_label(code, language) for language in ("uk", "ru", "en"))
