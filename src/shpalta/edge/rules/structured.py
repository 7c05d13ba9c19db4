"""Structured fields (RFC 9651): dictionaries, as far as caching fields need them."""

import re
from typing import TypeAlias

Item: TypeAlias = bool | int | float | str
Member: TypeAlias = Item | tuple[Item, ...]

_KEY = re.compile(r"[a-z*][a-z0-9_.*-]*")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,3})?")
_STRING = re.compile(r'"((?:[ !#-\[\]-~]|\\["\\])*)"')
_TOKEN = re.compile(r"[A-Za-z*][!#$%&'*+.^_`|~0-9A-Za-z:/-]*")
_BOOLEAN = re.compile(r"\?([01])")
_BLANKS = re.compile(r"[ \t]*")


class StructuredFieldError(ValueError):
    """A field is not what RFC 9651 allows; it then counts as not sent."""


def parse_dictionary(text: str) -> dict[str, Member]:
    """Read a dictionary (section 3.2): tokens and strings as str, inner lists as tuples.

    Parameters are read over. Raises StructuredFieldError.
    """
    return _Reader(text.strip(" ")).dictionary()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def dictionary(self) -> dict[str, Member]:
        members: dict[str, Member] = {}
        while self._at < len(self._text):
            key = self._take(_KEY)
            members.pop(key, None)
            members[key] = self._member() if self._skip("=") else True
            self._parameters()
            self._take(_BLANKS)
            if self._at == len(self._text):
                break
            if not self._skip(","):
                raise StructuredFieldError(self._text)
            self._take(_BLANKS)
            if self._at == len(self._text):
                raise StructuredFieldError(self._text)
        return members

    def _member(self) -> Member:
        if not self._skip("("):
            return self._item()
        items: list[Item] = []
        while True:
            self._take(_BLANKS)
            if self._skip(")"):
                return tuple(items)
            items.append(self._item())
            self._parameters()
            if self._text[self._at : self._at + 1] not in {" ", ")"}:
                raise StructuredFieldError(self._text)

    def _item(self) -> Item:
        first = self._text[self._at : self._at + 1]
        if first == '"':
            return re.sub(r"\\(.)", r"\1", self._take(_STRING)[1:-1])
        if first == "?":
            return self._take(_BOOLEAN) == "?1"
        if first.isdigit() or first == "-":
            number = self._take(_NUMBER)
            return float(number) if "." in number else int(number)
        return self._take(_TOKEN)

    def _parameters(self) -> None:
        while self._skip(";"):
            self._take(_BLANKS)
            self._take(_KEY)
            if self._skip("="):
                self._item()

    def _skip(self, character: str) -> bool:
        if not self._text.startswith(character, self._at):
            return False
        self._at += 1
        return True

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            raise StructuredFieldError(self._text)
        self._at = found.end()
        return found[0]
