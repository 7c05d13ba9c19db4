"""How fast the press makes a page with a large archive, and with how many queries.

    python benchmarks/press.py [--stories 100000] [--pages 200] [--data .cache/bench-press]

Every page goes through the whole of the press (middleware, view, template) in this process, on one
core, warm; figures are medians. The peer is a plain Wagtail page of the same story: its stock
template tags over the body, its ticker by a filter on what is live. It has neither structured
data nor navigation, so the ratio flatters the peer.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

TARGET_MS, TARGET_QUERIES = 15.0, 20
STOCK = """{% load wagtailcore_tags %}<!doctype html><title>{{ story.headline }}</title>
<h1>{{ story.headline }}</h1><p>{{ story.lead }}</p>{% include_block story.body %}
<ul>{% for other in ticker %}<li>{{ other.published_at }} {{ other }}</li>{% endfor %}</ul>
"""


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--data", type=Path, default=Path(".cache/bench-press"))
    arguments = parser.parse_args()
    _set_up(arguments.data, arguments.stories)
    paths = _choose_paths(arguments.pages)
    print(f"{arguments.stories:,} stories, one core, warm, median of {arguments.pages} stories")
    ms, queries = _measure(_fetch, paths["story"])
    for name in ("front", "rubric", "day", "topic", "author"):
        print(_row(name, *_measure(_fetch, paths[name] * 20)))
    stock_ms, stock_queries = _measure(_stock_page(), paths["story"])
    target = f"(at most {TARGET_MS:.0f} ms, {TARGET_QUERIES} queries)"
    print(_row("story", ms, queries), target)
    print(_row("plain Wagtail", stock_ms, stock_queries), f"ratio {stock_ms / ms:.2f}")
    if ms > TARGET_MS or queries > TARGET_QUERIES:
        sys.exit("a story page costs more than its target")


def _row(name: str, ms: float, queries: int) -> str:
    return f"  {name:<14} {ms:7.1f} ms {queries:4} queries"


def _set_up(data: Path, stories: int) -> None:
    data.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "shpalta.site.settings",
        "SHPALTA_ROOM": "press",
    }
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from shpalta.site.preparation import prepare

    prepare()
    # Imported here: models wait for Django's app registry, which `prepare` sets up.
    from benchmarks.archive import make_archive

    make_archive(stories)


def _choose_paths(pages: int) -> dict[str, list[str]]:
    from shpalta.core import addresses
    from shpalta.newsroom.stories.models import Byline, Story
    from shpalta.newsroom.titles.models import Edition
    from shpalta.newsroom.vocabulary.models import Topic

    edition = Edition.objects.select_related("title").order_by("position").first()
    if edition is None:
        sys.exit("the archive has no edition")
    public = Story.objects.public().filter(edition=edition)
    ids = list(public.values_list("pk", flat=True))
    chosen = random.Random(1).sample(ids, min(pages, len(ids)))
    stories = list(public.filter(pk__in=chosen).select_related("edition__title", "rubric"))
    day = max(story.published_at for story in stories if story.published_at)
    author = Byline.objects.select_related("author").filter(story__in=stories)[0].author
    topic = Topic.objects.filter(stories__in=stories)[0]
    rubric = next(story.rubric for story in stories if story.rubric)
    prefix = edition.prefix
    return {
        "story": [story.path for story in stories],
        "front": [addresses.front_path(prefix)],
        "rubric": [addresses.rubric_path(prefix, rubric.slug)],
        "day": [addresses.day_path(prefix, day.date())],
        "topic": [addresses.topic_path(prefix, topic.slug)],
        "author": [addresses.author_path(prefix, author.slug)],
    }


def _fetch(path: str) -> None:
    from django.test import Client

    response = Client().get(path, HTTP_HOST="archive.localhost")
    if response.status_code != 200:  # noqa: PLR2004  the only answer that is measured
        sys.exit(f"{path} answers {response.status_code}")


def _stock_page() -> Callable[[str], None]:
    from django.template import Context, Template

    from shpalta.newsroom.stories.models import Story

    template = Template(STOCK)

    def fetch(path: str) -> None:
        number = int(path.rstrip("/").rsplit("/", 1)[1])
        story = Story.objects.select_related("edition__title").get(
            work_id=number, edition__prefix=""
        )
        ticker = Story.objects.filter(live=True, edition=story.edition).order_by("-published_at")
        template.render(Context({"story": story, "ticker": ticker[:30]}))

    return fetch


def _measure(fetch: Callable[[str], None], paths: Iterable[str]) -> tuple[float, int]:
    """Give the median time in ms and the largest number of queries over the paths."""
    from django.db import connection

    counts: list[int] = []

    def count(execute: Callable[..., object], *arguments: object) -> object:
        counts[-1] += 1
        return execute(*arguments)

    paths = list(paths)
    for path in paths[:10]:
        fetch(path)
    times = []
    for path in paths:
        started = time.perf_counter()
        fetch(path)
        times.append((time.perf_counter() - started) * 1000)
    with connection.execute_wrapper(count):
        for path in paths[:50]:
            counts.append(0)
            fetch(path)
    return statistics.median(times), max(counts)


if __name__ == "__main__":
    main()
