"""A surrogate as small as can be: it asks as one does, and puts includes in."""

import re
from dataclasses import dataclass

from django.http import HttpResponse

from tests.integration.press.conftest import Newspaper, Reader

CAPABILITY = 'tester="ESI/1.0 Surrogate/1.0"'
_INCLUDE = re.compile(r'<esi:include src="([^"]+)" onerror="continue"/>')


@dataclass(frozen=True)
class Kept:
    """What a surrogate keeps of an answer, its includes put in."""

    status: int
    text: str
    keys: frozenset[str]
    location: str


def ask(reader: Reader, path: str) -> HttpResponse:
    """Ask for a page as a surrogate does."""
    return reader.get(path, **{"surrogate-capability": CAPABILITY})


def keys_of(response: HttpResponse) -> list[str]:
    """List the keys that an answer names."""
    keys: list[str] = response["Surrogate-Key"].split()
    return keys


def max_age(response: HttpResponse) -> int:
    """Give for how many seconds a surrogate may keep an answer."""
    found = re.match(r"max-age=(\d+)", response["Surrogate-Control"])
    assert found is not None
    return int(found[1])


def assemble(reader: Reader, path: str) -> Kept:
    """Ask for a page and put its parts in their places; a part has no includes of its own."""
    response = ask(reader, path)
    keys = set(keys_of(response))

    def put_in(include: re.Match[str]) -> str:
        part = ask(reader, include[1])
        assert part.status_code == 200, include[1]
        text = part.content.decode()
        assert "<esi:" not in text
        keys.update(keys_of(part))
        return text

    text = _INCLUDE.sub(put_in, response.content.decode())
    location = response.headers.get("Location", "")
    return Kept(response.status_code, text, frozenset(keys), location)


def whole(reader: Reader, path: str) -> Kept:
    """Ask for a page as anybody does."""
    response = reader.get(path)
    location = response.headers.get("Location", "")
    return Kept(response.status_code, response.content.decode(), frozenset(), location)


def every_path(paper: Newspaper) -> list[str]:
    """List an address of each type in each edition, of things that may be there or not."""
    return [
        edition.prefix + path
        for edition in (paper.uk, paper.ru, paper.en)
        for path in (
            "/",
            "/date/",
            "/date/2024/04/10/",
            "/date/2024/04/11/",
            "/rubric/city/",
            "/rubric/none/",
            "/topic/bridges/",
            "/topic/none/",
            "/author/olena/",
            "/about/dziuba/",
            "/page/rules/",
            "/icon.svg",
            "/nowhere/",
            "/rubric/city",
            "/-/missing/",
            "/-/today/",
            "/-/ticker/",
            "/-/read/",
            "/-/more/all/",
            "/-/more/rubric/city/",
        )
    ]
