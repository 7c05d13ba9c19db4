"""How fast copy is taken: `shpalta take` on a folder, against saving story by story.

    python benchmarks/take.py [--files 1000] [--runs 3]

Each run makes a fresh database. The peer is what the back-office does for one story, repeated:
save, revise, publish, on the same machine in the same run.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TARGET = 200.0
DAYS = ("понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя")
PAGE = """Збір редакції. Підтримайте нас

Місто отримало {number} нових дерев на вулиці Тихій

{day} вересня 2025, {hour:02}:{minute:02}
Місто отримало {number} нових дерев на вулиці Тихій
Саджанці на Тихій. Фото: міська служба озеленення

Комунальники висадили {number} дерев уздовж вулиці Тихої, роботу завершили за чотири дні.

Джерело: "Міський листок" з посиланням на службу озеленення

Деталі: Серед саджанців липи, клени та горобина. Кожне дерево має номер на мапі міста.

Реклама:

Поливати дерева будуть двічі на тиждень, якщо не буде дощу. За станом саджанців стежитимуть школярі.

"Ми обрали породи, які витримують спеку", – сказала керівниця служби.

Нагадаємо, торік на сусідній вулиці прижилися дев’ять дерев із десяти.

12:49
Відкрили новий міст для пішоходів
12:31
фотоУ парку розквітли каштани
Усі новини...
"""


def write_pages(folder: Path, count: int) -> None:
    """Write `count` different pages of about 1.5 KB."""
    for number in range(count):
        page = PAGE.format(
            number=number + 2, day=number % 28 + 1, hour=number % 24, minute=number % 60
        )
        (folder / f"{number:05}.txt").write_text(page, encoding="utf-8")


def prepare(data: Path) -> None:
    """Make an empty newsroom with one title in `data`."""
    run(data, "from benchmarks.take import make_title; make_title()", setup=True)


def make_title() -> None:
    """Give the newsroom a title with a Ukrainian edition."""
    from shpalta.newsroom.titles.models import Edition, Host, Title

    title = Title.objects.create(code="test", names={"uk": "Проба"}, answers_unknown_hosts=True)
    Host.objects.create(title=title, name="localhost", is_canonical=True)
    Edition.objects.create(title=title, language="uk")


def take_one_by_one(folder: str, limit: int) -> None:
    """Save, revise and publish the first `limit` pages as the back-office would."""
    from shpalta.intake.drafting import draft_story
    from shpalta.intake.files import load_copy, read_file
    from shpalta.intake.text.document import ReadOptions
    from shpalta.newsroom.titles.models import Edition

    edition = Edition.objects.select_related("title").get()
    started = time.perf_counter()
    for path in sorted(Path(folder).iterdir())[:limit]:
        copy = read_file(load_copy(path), ReadOptions()).copy
        if copy is None:
            message = f"{path} could not be read"
            raise ValueError(message)
        story = draft_story(copy, edition)
        story.save()
        story.save_revision().publish()
    print(time.perf_counter() - started)


def run(data: Path, code: str, *, setup: bool = False) -> str:
    """Run a piece of Python with Django set up on the data folder; give what it prints."""
    start = (
        "from shpalta.site.preparation import prepare; prepare()"
        if setup
        else ("import django; django.setup()")
    )
    environment = os.environ | {
        "DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "shpalta.site.settings",
        "PYTHONPATH": str(Path(__file__).parent.parent),
    }
    result = subprocess.run(
        [sys.executable, "-c", f"{start}\n{code}"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return result.stdout


def time_take(data: Path, folder: Path) -> float:
    """Time one `shpalta take --publish` of the whole folder, start of Python included."""
    started = time.perf_counter()
    subprocess.run(
        [str(Path(sys.executable).parent / "shpalta"), "take", "--publish", str(folder)],
        env=os.environ | {"DATA": str(data)},
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - started


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    ours, peers = [], []
    for _ in range(arguments.runs):
        with tempfile.TemporaryDirectory() as place:
            pages, first, second = (Path(place) / name for name in ("pages", "a", "b"))
            pages.mkdir()
            write_pages(pages, arguments.files)
            prepare(first)
            prepare(second)
            ours.append(arguments.files / time_take(first, pages))
            limit = min(100, arguments.files)
            code = f"take_one_by_one({str(pages)!r}, {limit})"
            peers.append(limit / float(run(second, f"from benchmarks.take import *; {code}")))
    speed, peer = statistics.median(ours), statistics.median(peers)
    print(f"take --publish, {arguments.files} files, median of {arguments.runs} runs, one core")
    print(f"  shpalta take        {speed:8.0f} files/s   (at least {TARGET:.0f})")
    print(f"  story by story      {peer:8.0f} files/s   ratio {speed / peer:.1f}")
    if speed < TARGET:
        sys.exit("take is slower than its target")


if __name__ == "__main__":
    main()
