"""A newspaper in Ukrainian, Polish and Arabic: settings, message files, and its content.

Run as a program, it writes the content into the folder that DATA names.
"""

import io
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po, write_po

from tests.browser.demo_site import SHPALTA, free_port

WORDS = Path(__file__).parent / "words"
LANGUAGES = ("uk", "pl", "ar")
TEXTS = {
    "uk": ("Міст через Либідь відкрили на тиждень раніше", "Рух почався о шостій ранку."),
    "pl": ("Most na Łybedzi otwarto tydzień przed terminem", "Ruch rozpoczął się o szóstej rano."),
    "ar": ("افتتاح الجسر فوق نهر ليبيد قبل موعده بأسبوع", "بدأت الحركة في السادسة صباحًا."),
}


def message_file(language: str, environment: dict[str, str]) -> str:
    """Fill in the file that `shpalta words` prints, as a translator would."""
    printed = subprocess.run(
        [str(SHPALTA), "words", language], env=environment, capture_output=True, check=True
    ).stdout
    catalog = read_po(io.BytesIO(printed), locale=language)
    known = json.loads((WORDS / f"{language}.json").read_text(encoding="utf-8"))
    for message in catalog:
        if not message.id:
            continue
        text = message.id if isinstance(message.id, str) else message.id[0]
        forms = known[text]
        if isinstance(forms, list):
            # Two rules of Polish differ in whether fractions have a form of their own.
            forms = (*forms, *([forms[-1]] * (catalog.num_plurals - len(forms))))
        message.string = forms
    file = io.BytesIO()
    write_po(file, catalog)
    return file.getvalue().decode()


def prepared(folder: Path) -> dict[str, str]:
    """Write message files and settings; give the environment of the house's processes."""
    root = str(Path(__file__).parents[2])
    environment = os.environ | {"DATA": str(folder / "data"), "PYTHONPATH": root}
    environment.pop("SHPALTA_ROOM", None)
    for language in LANGUAGES[1:]:
        path = folder / "messages" / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True)
        path.write_text(message_file(language, environment), encoding="utf-8")
    return environment | {
        "SHPALTA_LANGUAGES": ",".join(LANGUAGES),
        "SHPALTA_MESSAGES": str(folder / "messages"),
    }


@contextmanager
def running_polyglot(folder: Path) -> Iterator[str]:
    """Make the newspaper and serve it; give the address where readers come."""
    environment = prepared(folder)
    said = subprocess.run(
        [str(SHPALTA), "setup"], env=environment, capture_output=True, text=True, check=True
    )
    assert "not translated" not in said.stderr, said.stderr
    subprocess.run(
        [str(SHPALTA.parent / "python"), "-m", "tests.browser.polyglot"],
        env=environment | {"DJANGO_SETTINGS_MODULE": "shpalta.site.settings"},
        check=True,
    )
    port, newsroom = free_port(), free_port()
    command = [str(SHPALTA), "serve", "--port", str(port), "--newsroom-port", str(newsroom)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            said_so_far = []
            for line in process.stderr:
                said_so_far.append(line)
                if "Ctrl-C" in line:
                    break
            else:
                raise AssertionError("".join(said_so_far))
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(20)


def body_of(language: str, pictures: list[int]) -> list[dict[str, Any]]:
    """Give a body with a block of each sort, in which other languages are quoted."""
    headline, lead = TEXTS[language]
    table = {
        "columns": [{"type": "text", "heading": headline[:14]}, {"type": "text", "heading": "%"}],
        "rows": [{"values": [lead[:20], "41"]}, {"values": [lead[5:25], "59"]}],
        "caption": "",
    }
    return [
        {"type": "paragraph", "value": f"<p>{lead * 4}</p>"},
        {
            "type": "paragraph",
            "value": f'<p>{lead} <span lang="en">The bridge is open</span>, '
            f'<span lang="ar">الجسر مفتوح</span>. {lead}</p>',
        },
        {"type": "labelled", "value": {"label": "details", "text": f"<p>{lead * 3}</p>"}},
        {"type": "labelled", "value": {"label": "background", "text": f"<p>{lead * 3}</p>"}},
        {
            "type": "quote",
            "value": {
                "text": "We did not expect to be early.",
                "speaker": "Olena Hai",
                "role": headline[:20],
                "language": "en",
            },
        },
        {"type": "subheading", "value": headline},
        {"type": "list", "value": {"ordered": True, "items": [f"<p>{lead}</p>", f"<p>{lead}</p>"]}},
        {"type": "picture", "value": {"picture": pictures[0], "alt": lead}},
        {"type": "table", "value": {"caption": headline, "table": table}},
        {
            "type": "embed",
            "value": {
                "url": "https://example.org/1",
                "provider": "Example",
                "title": "City Hall",
                "text": "Traffic starts at six.",
                "language": "en",
            },
        },
    ]


def write() -> None:
    """Write the content."""
    import django

    django.setup()
    from datetime import UTC, datetime, timedelta

    from tests import factories

    title = factories.make_title(
        "kurier",
        host="localhost",
        names={"uk": "Кур’єр", "pl": "Kurier", "ar": "البريد"},
        taglines={"uk": "Газета міста", "pl": "Gazeta miejska", "ar": "صحيفة المدينة"},
    )
    city = factories.make_rubric(
        title, "city", names={"uk": "Місто", "pl": "Miasto", "ar": "المدينة"}
    )
    world = factories.make_rubric(title, "world", names={"uk": "Світ", "pl": "Świat"})
    author = factories.make_author(
        "olena", names={"uk": "Олена Гай", "pl": "Olena Haj"}, roles={"uk": "кореспондентка"}
    )
    topic = factories.make_topic("bridges", names={"uk": "Мости", "pl": "Mosty", "ar": "الجسور"})
    pictures = [factories.make_picture(f"bridge{n}", width=1600, height=900).pk for n in (1, 2)]
    works: dict[int, Any] = {}
    now = datetime.now(UTC)
    for language in LANGUAGES:
        fields = {"date_line_pattern": "EEEE، d MMMM y، HH:mm"} if language == "ar" else {}
        prefix = "" if language == "uk" else f"/{language}"
        edition = factories.make_edition(title, language=language, prefix=prefix, **fields)
        headline, lead = TEXTS[language]
        for number in range(14):
            moment = now - timedelta(hours=7 * number)
            story = factories.make_story(
                edition,
                headline if not number else f"{headline} ({number})",
                work=works.get(number),
                published_at=datetime(2024, 4, 10, 20, 37, tzinfo=UTC) if number == 13 else moment,
                rubric=city if number % 3 else world,
                lead=lead * 2,
                mark="video" if number == 2 else "",
                importance="breaking" if number == 1 else "normal",
                lead_picture_id=pictures[number % 2] if number % 2 == 0 else None,
                authors=[author],
                topics=[topic],
                body=body_of(language, pictures) if number in {0, 13} else [],
            )
            works[number] = story.work


if __name__ == "__main__":
    write()
