"""Writes the demo's stories, dated back from the day of the loading."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from shpalta.demo.house import House
from shpalta.demo.reading import Content, DemoStory, Entry
from shpalta.newsroom.stories.models import Attribution, Byline, Story, Work
from shpalta.newsroom.stories.services import add_stories
from shpalta.newsroom.titles.models import Edition


def add_demo_stories(content: Content, house: House, *, now: datetime) -> None:
    """Write and publish all stories; `now` is aware, in the zone of the demo's wall clocks."""
    dated = sorted(
        ((_moment(story.entry, now), story) for story in content.stories), key=lambda pair: pair[0]
    )
    works: dict[str, Work] = defaultdict(Work.objects.create)
    stories = []
    for moment, demo_story in dated:
        story = _make_story(demo_story, moment, house, now=now)
        story.work = works[demo_story.entry["work"]]
        stories.append(story)
    add_stories(stories, publish=True)
    _link_related(zip(stories, (story for _moment, story in dated), strict=True), works)


def _moment(entry: Entry, now: datetime) -> datetime:
    clock = time.fromisoformat(entry["time"])
    day = now.date() - timedelta(days=entry["day"])
    moment = datetime.combine(day, clock, tzinfo=now.tzinfo)
    return moment if moment <= now else moment - timedelta(days=1)


def _make_story(demo_story: DemoStory, moment: datetime, house: House, *, now: datetime) -> Story:
    entry = demo_story.entry
    updated_at = moment + timedelta(minutes=entry.get("updated_after_minutes", 0))
    story = Story(
        edition=house.editions[demo_story.title, demo_story.language],
        kind=entry["kind"],
        rubric=house.rubrics[demo_story.title, entry["rubric"]],
        headline=entry["headline"],
        front_headline=entry.get("front_headline", ""),
        lead=entry["lead"],
        body=json.dumps([_block(block, house) for block in entry["block"] if "works" not in block]),
        lead_picture=house.pictures[entry["picture"]] if entry.get("picture") else None,
        lead_caption=entry.get("caption", ""),
        lead_credit=entry.get("credit", ""),
        importance=entry.get("importance", "normal"),
        mark=entry.get("mark", ""),
        published_at=moment,
        updated_at=min(updated_at, now) if updated_at > moment else None,
    )
    story.topics = [house.topics[slug] for slug in entry.get("topics", [])]
    story.entities = [house.entities[slug] for slug in entry.get("entities", [])]
    story.bylines = [  # type: ignore[misc]
        Byline(author=house.authors[slug], sort_order=position)
        for position, slug in enumerate(entry.get("authors", []))
    ]
    story.attributions = [  # type: ignore[misc]
        Attribution(
            name=source["name"],
            wording=source.get("wording", ""),
            role=source.get("role", "reporting"),
            url=source.get("url", ""),
            sort_order=position,
        )
        for position, source in enumerate(entry.get("source", []))
    ]
    return story


def _block(block: Entry, house: House) -> dict[str, Any]:
    """Give a block as the stream field stores it."""
    kind = block["kind"]
    match kind:
        case "paragraph":
            value: Any = f"<p>{block['text']}</p>"
        case "labelled":
            value = {
                "label": block["label"],
                "label_text": block.get("label_text", ""),
                "text": f"<p>{block['text']}</p>",
            }
        case "quote":
            value = {key: block.get(key, "") for key in ("text", "speaker", "role")}
        case "list":
            items = [f"<p>{item}</p>" for item in block["items"]]
            value = {"ordered": block.get("ordered", False), "items": items}
        case "subheading":
            value = block["text"]
        case "picture":
            value = {key: block.get(key, "") for key in ("caption", "credit", "alt")}
            value["picture"] = house.pictures[block["picture"]].pk
        case "gallery":
            value = {"heading": block.get("heading", ""), "pictures": _pictures(block, house)}
        case "embed":
            value = {key: block.get(key, "") for key in ("url", "provider", "title", "text")}
        case "table":
            value = {"caption": block.get("caption", ""), "table": _table(block)}
        case _:
            message = f"The demo's content has a block of the kind {kind!r}."
            raise ValueError(message)
    return {"type": kind, "value": value}


def _pictures(block: Entry, house: House) -> list[dict[str, Any]]:
    return [
        {key: item.get(key, "") for key in ("caption", "credit", "alt")}
        | {"picture": house.pictures[item["picture"]].pk}
        for item in block["pictures"]
    ]


def _table(block: Entry) -> dict[str, Any]:
    return {
        "columns": [{"type": "text", "heading": heading} for heading in block["header"]],
        "rows": [{"values": row} for row in block["rows"]],
        "caption": block.get("caption", ""),
    }


def _link_related(pairs: Iterable[tuple[Story, DemoStory]], works: Mapping[str, Work]) -> None:
    """Add the blocks of related stories, now that all stories have their rows."""
    for story, demo_story in pairs:
        names = [name for block in demo_story.entry["block"] for name in block.get("works", [])]
        related = [_sibling(works[name], story.edition) for name in names if name in works]
        found = [other.pk for other in related if other is not None]
        if found:
            blocks = list(story.body.raw_data)
            blocks.append({"type": "related", "value": {"stories": found}})
            story.body = json.dumps(blocks)
            story.save_revision().publish()


def _sibling(work: Work, edition: Edition) -> Story | None:
    return Story.objects.filter(work=work, edition=edition).first()
