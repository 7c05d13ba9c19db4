"""Marks of ticker headlines."""

import pytest

from shpalta.intake.text.ticker import split_mark


@pytest.mark.parametrize(
    ("printed", "mark", "headline"),
    [
        ("видеоПаром вышел в рейс", "видео", "Паром вышел в рейс"),
        ("ВІДЕО Пором вийшов у рейс", "ВІДЕО", "Пором вийшов у рейс"),
        ("video Ferry returns", "video", "Ferry returns"),
        ("[оновлено] Пором вийшов", "оновлено", "Пором вийшов"),
        ("Інтерв’ю: Капітанка порома", "Інтерв’ю", "Капітанка порома"),
        ("фото, відеоПором вийшов", "фото, відео", "Пором вийшов"),
        ("Пором вийшов у рейс (фото)", "фото", "Пором вийшов у рейс"),
        ("Пором вийшов у рейс ФОТО", "ФОТО", "Пором вийшов у рейс"),
        ("Video shows the ferry", None, "Video shows the ferry"),
        ("Відео Кличка зібрало мільйон", None, "Відео Кличка зібрало мільйон"),
        ("Фотографи вийшли на лід", None, "Фотографи вийшли на лід"),
        ("liveWorld opens", "live", "World opens"),
    ],
)
def test_a_mark_is_taken_off_and_a_word_of_the_headline_is_not(
    printed: str, mark: str | None, headline: str
) -> None:
    assert split_mark(printed) == (mark, headline)
