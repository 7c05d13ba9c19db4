"""What a house of many titles costs a reader of one: queries and time of its fronts.

    python benchmarks/house.py [--stories 100000] [--rounds 60] [--data .cache/bench-house]

One installation has one title with one edition, another one has three titles with three editions
each; every edition has the same number of stories, and some that it took from its sisters. Every
front goes through the whole of the press (middleware, view, template) in a process of its own, on
one core, warm; figures are medians. The peer is the installation with one title.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

LANGUAGES = {"uk": "", "ru": "/rus", "en": "/eng"}
END = datetime(2026, 1, 1, 12, tzinfo=UTC)
RUBRICS = 6
BATCH = 5_000
SHARED = 20


def main() -> None:
    """Measure both houses, each in a process of its own, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=100_000, help="of each edition")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--data", type=Path, default=Path(".cache/bench-house"))
    parser.add_argument("--titles", type=int, default=0, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.titles:
        print(json.dumps(_measured(arguments)))
        return
    one, three = (_house(titles) for titles in (1, 3))
    print(f"{arguments.stories:,} stories in each edition, one core, warm, medians of fronts")
    for name, figures in (("1 title, 1 edition", one), ("3 titles, 3 editions", three)):
        fronts = f"{len(figures['queries'])} fronts"
        queries = "-".join(map(str, sorted(set(figures["queries"]))))
        print(f"  {name:<22} {fronts:<9} {figures['ms']:6.1f} ms  {queries} queries")
    print(f"  time of three titles : one {three['ms'] / one['ms']:.2f}")
    if max(three["queries"]) > min(one["queries"]):
        sys.exit("a front costs more queries in a house of three titles")


def _house(titles: int) -> dict[str, Any]:
    command = [sys.executable, __file__, *sys.argv[1:], "--titles", str(titles)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _measured(arguments: argparse.Namespace) -> dict[str, Any]:
    _set_up(arguments.data / str(arguments.titles))
    fronts = _fronts(arguments.titles, arguments.stories)
    fetch = _fetcher()
    queries = [_queries(fetch, front) for front in fronts]
    times = []
    for _round in range(arguments.rounds):
        for front in fronts:
            started = time.perf_counter()
            fetch(*front)
            times.append((time.perf_counter() - started) * 1000)
    return {"ms": statistics.median(times), "queries": queries}


def _set_up(data: Path) -> None:
    data.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "shpalta.site.settings",
        "SHPALTA_ROOM": "press",
    }
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from shpalta.site.preparation import prepare

    prepare()


def _fronts(titles: int, stories: int) -> list[tuple[str, str]]:
    """Make the house, if it is not there yet; give the host and path of each front."""
    from shpalta.core.addresses import front_path
    from shpalta.newsroom.titles.models import Edition

    if not Edition.objects.exists():
        _make_house(titles, stories)
    return [
        (str(edition.title.hosts.get()), front_path(edition.prefix))
        for edition in Edition.objects.select_related("title")
    ]


def _make_house(titles: int, stories: int) -> None:
    # Imported here: models wait for Django's app registry, which `prepare` sets up.
    from shpalta.newsroom.titles.models import Edition, Host, Rubric, Title

    languages = list(LANGUAGES)[: 3 if titles > 1 else 1]
    for position in range(titles):
        title = Title.objects.create(
            code=f"title{position}", names={"uk": f"Газета {position}"}, position=position
        )
        Host.objects.create(title=title, name=f"title{position}.localhost", is_canonical=True)
        for number in range(RUBRICS):
            Rubric.objects.create(
                title=title, slug=f"rubric-{number}", names={"uk": f"Рубрика {number}"}
            )
        for place, language in enumerate(languages):
            Edition.objects.create(
                title=title, language=language, prefix=LANGUAGES[language], position=place
            )
    for edition in Edition.objects.select_related("title"):
        _fill(edition, stories)
    _share()


def _fill(edition: Any, count: int) -> None:
    """Write an edition's stories with their places in the lists, past the journal."""
    from django.db import models, transaction

    from shpalta.newsroom.stories.lists import ALL, rubric_shelf
    from shpalta.newsroom.stories.models import ListEntry, Story, Work

    chance = random.Random(edition.pk)
    rubrics = list(edition.title.rubrics.all())
    plain: Any = models.QuerySet(Story)
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        with transaction.atomic():
            works = Work.objects.bulk_create(Work() for _number in numbers)
            stories = [
                _story(edition, chance.choice(rubrics), work, n, count)
                for n, work in zip(numbers, works, strict=True)
            ]
            plain.bulk_create(stories)
            ListEntry.objects.bulk_create(
                ListEntry(edition=edition, shelf=shelf, published_at=story.listed_at, story=story)
                for story in stories
                for shelf in (ALL, rubric_shelf(story.rubric_id))
            )


def _story(edition: Any, rubric: Any, work: Any, number: int, count: int) -> Any:
    from shpalta.newsroom.stories.models import Story

    moment = END - timedelta(minutes=7 * (count - number))
    return Story(
        title=edition.title,
        edition=edition,
        work=work,
        rubric=rubric,
        headline=f"Новина номер {number} цього видання про справи міста",
        lead="Перший абзац новини, у якому сказано головне.",
        state="published",
        live=True,
        published_at=moment,
        first_published_at=moment,
        last_published_at=moment,
        listed_at=moment,
    )


def _share() -> None:
    """Let each edition run some of its sisters' newest."""
    from shpalta.newsroom.stories.models import Placement, Story
    from shpalta.newsroom.titles.models import Edition

    for edition in Edition.objects.all():
        sisters = Story.objects.filter(edition__language=edition.language)
        newest = sisters.exclude(title_id=edition.title_id).order_by("-listed_at", "-pk")[:SHARED]
        for place, story in enumerate(newest):
            mode = ("headline", "page")[place % 2]
            Placement.objects.create(story=story, edition=edition, mode=mode, placed_at=END)


def _fetcher() -> Callable[[str, str], None]:
    from django.test import Client

    client = Client()

    def fetch(host: str, path: str) -> None:
        response = client.get(path, HTTP_HOST=host)
        if response.status_code != 200:  # noqa: PLR2004  the only answer that is measured
            sys.exit(f"{host}{path} answers {response.status_code}")

    return fetch


def _queries(fetch: Callable[[str, str], None], front: tuple[str, str]) -> int:
    from django.db import connection

    count = 0

    def counted(execute: Callable[..., object], *arguments: object) -> object:
        nonlocal count
        count += 1
        return execute(*arguments)

    fetch(*front)
    with connection.execute_wrapper(counted):
        fetch(*front)
    return count


if __name__ == "__main__":
    main()
