"""What an editor does in the newsroom, through Django's test client."""

import json
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from benchmarks.archive import TITLE
from shpalta.core.folding import words_of
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition, Rubric
from shpalta.newsroom.vocabulary.models import Author

LIST = "wagtailsnippets_stories_story:list"


def list_urls() -> dict[str, str]:
    """Name the addresses of the list: plain, by each filter, searched, and deep inside."""
    edition = Edition.objects.filter(title__code=TITLE)[0]
    rubric = Rubric.objects.filter(title__code=TITLE)[0]
    author = Author.objects.filter(slug__startswith="archive-")[0]
    story = Story.objects.filter(title__code=TITLE, edition=edition).order_by("pk")[10]
    common, second = sorted(words_of(story.lead), key=len)[-3:-1]
    queries: dict[str, dict[str, Any]] = {
        "list": {},
        "state: published": {"state": "published"},
        "state: draft": {"state": "draft"},
        "edition": {"edition": edition.pk},
        "rubric": {"rubric": rubric.pk},
        "kind": {"kind": "live"},
        "author": {"author": author.pk},
        "dates": {"listed_at_from": "2020-02-01", "listed_at_to": "2020-02-28"},
        "edition, rubric, draft": {"edition": edition.pk, "rubric": rubric.pk, "state": "draft"},
        "author, kind, dates": {
            "author": author.pk, "kind": "live",
            "listed_at_from": "2018-01-01", "listed_at_to": "2024-12-31",
        },
        "search: one word": {"q": common},
        "search: two words": {"q": f"{common} {second}"},
        "search: two letters": {"q": common[:2]},
        "search: nothing": {"q": "zzyzx"},
        "search in an edition": {"q": common, "edition": edition.pk},
        "page 100": {"p": 100},
        "search, page 100": {"q": common[:2], "p": 100},
    }  # fmt: skip
    base = reverse(LIST)
    return {name: f"{base}?{urlencode(query)}" for name, query in queries.items()}


class _Fields(HTMLParser):
    """Collects what a browser would send from the editor's form."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, list[str]] = {}
        self.inside = False
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember inputs, the chosen options and where a text begins."""
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == "w-editor-form" or "unpublish" in str(given)
        name = given.get("name")
        if not self.inside:
            return
        if tag == "input" and name and given.get("type") not in {"submit", "file"}:
            if given.get("type") in {"checkbox", "radio"} and "checked" not in given:
                return
            self.data.setdefault(name, []).append(given.get("value") or "")
        elif tag == "select" and name:
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.data.setdefault(self.select, []).append(given.get("value") or "")
        elif tag == "textarea" and name:
            self.textarea = name
            self.data[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        """Gather the text of a text area."""
        if self.textarea:
            self.data[self.textarea][0] += data


def form_data(html: str) -> dict[str, list[str]]:
    """Give what a browser without scripts would send from the editor's form in `html`."""
    parser = _Fields()
    parser.feed(html)
    if "headline" in parser.data:
        parser.data["body-count"] = ["0"]  # the body is drawn by a script: none of its blocks
    return parser.data


class Editor:
    """An editor at work on one story after another."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.story = Story.objects.filter(title__code=TITLE, state="draft").order_by("-pk")[0]
        if not self.story.latest_revision_id:
            self.story.save_revision()
        self.url = reverse("wagtailsnippets_stories_story:edit", args=[self.story.pk])

    def get(self, url: str) -> str:
        """Open a screen."""
        response = self.client.get(url)
        assert response.status_code == 200, (url, response.status_code)  # noqa: S101, PLR2004
        return str(response.content.decode())

    def open(self) -> dict[str, list[str]]:
        """Open the story in the editor."""
        return form_data(self.get(self.url))

    def _post(self, data: dict[str, Any], **headers: str) -> Any:
        body = [{"type": "paragraph", "value": f"<p>{timezone.now()}</p>", "id": "a"}]
        data = data | {f"body-{key}": value for key, value in _body(body).items()}
        response = self.client.post(self.url, data, **headers)
        assert response.status_code in {200, 302}, response.status_code  # noqa: S101
        return response

    def save(self) -> None:
        """Save what is in the form as a draft."""
        assert self._post(self.form()).status_code == 302  # noqa: S101, PLR2004

    def form(self) -> dict[str, Any]:
        """Give the form with the newest version named, without opening the screen again."""
        revision = self._revision()
        return {
            "edition": self.story.edition_id, "rubric": self.story.rubric_id, "kind": "news",
            "headline": self.story.headline, "front_headline": "", "lead": self.story.lead,
            "lead_picture": "", "lead_caption": "", "lead_credit": "", "importance": "normal",
            "mark": "", "published_at": "",
            **_management("attributions"), **_management("bylines"),
            "loaded_revision_id": revision.pk,
            "loaded_revision_created_at": revision.created_at.isoformat(),
        }  # fmt: skip

    def _revision(self) -> Any:
        return Story.objects.select_related("latest_revision").get(pk=self.story.pk).latest_revision

    def autosave(self) -> None:
        """Save as the editor does by itself while one writes."""
        response = self._post(self.form(), headers={"accept": "application/json"})  # type: ignore[arg-type]
        assert response.json()["success"]  # noqa: S101

    def publish(self) -> None:
        """Publish the story, or its changes."""
        response = self._post(self.form() | {"action-publish": "action-publish"})
        assert response.status_code == 302, response.content.decode()[-3000:]  # noqa: S101, PLR2004

    def withdraw(self) -> None:
        """Publish the story if it is not public, and withdraw it."""
        if not Story.objects.get(pk=self.story.pk).live:
            self._revision().publish()
        url = reverse("wagtailsnippets_stories_story:unpublish", args=[self.story.pk])
        response = self.client.post(url, {"base": self._revision().pk})
        assert response.status_code == 302  # noqa: S101, PLR2004

    def create(self) -> None:
        """Begin a new story."""
        data = self.form() | {"body-count": "0"}
        response = self.client.post(reverse("wagtailsnippets_stories_story:add"), data)
        assert response.status_code == 302  # noqa: S101, PLR2004


def _management(prefix: str) -> dict[str, str]:
    names = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "99"}
    return {f"{prefix}-{name}": value for name, value in names.items()}


_PARAGRAPH = {
    "key": "aaaaa",
    "type": "unstyled",
    "depth": 0,
    "inlineStyleRanges": [],
    "entityRanges": [],
}


def _body(blocks: list[dict[str, str]]) -> dict[str, str]:
    data = {"count": str(len(blocks))}
    for place, block in enumerate(blocks):
        text = block["value"].removeprefix("<p>").removesuffix("</p>")
        state = json.dumps({"blocks": [_PARAGRAPH | {"text": text}], "entityMap": {}})
        data |= {
            f"{place}-type": block["type"], f"{place}-value": state,
            f"{place}-order": str(place), f"{place}-deleted": "", f"{place}-id": block["id"],
        }  # fmt: skip
    return data
