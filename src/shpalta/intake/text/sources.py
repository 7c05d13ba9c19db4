"""The chain of sources: an attribution sentence taken apart, and put together again."""
# ruff: noqa: E501 - patterns are data: broken in the middle they are harder to read.

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shpalta.intake.text.document import Source

_CITING = re.compile(
    r"\s*(?P<wording>,?\s*(?:(?:із|з|зі) посиланням на|(?:із|з) покликанням на|посилаючись на|покликаючись на"
    r"|(?:який|яка|яке|які),? посила[єю]ться на|які посилаються на|з посилання на|зі слів|цитуючи"
    r"|со ссылкой на|с ссылкой на|ссылаясь на|(?:который|которая|которое) ссылается на"
    r"|которые ссылаются на|цитируя|со слов|(?:which|who) cit(?:es|ed)|citing|quoting"
    r"|with reference to|referring to|with a reference to|in reference to|with a link to|via))\s+",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"(?:(?:про це|об этом) (?:повідомля[єю]\w*|повідоми\w+|пиш\w+|переда\w+|інформу\w+|сообща\w+|сообщи\w+"
    r"|пиш\w+|информиру\w+)|(?:як )?(?:повідомляє|пише|передає|сообщает|пишет|передает)"
    r"|за даними|за інформацією|по данным|по информации|according to|reported by|as reported by)\s+",
    re.IGNORECASE,
)
_PARALLEL = re.compile(
    r"\s*(?P<wording>,?\s+(?:та|і|й|а також|и|а также|and|as well as)|[,;])\s+(?=[A-ZА-ЯЁІЇЄҐ«„“\"])"
)
_SOCIAL = re.compile(
    r"(?:telegram|facebook|twitter|instagram|x|youtube|viber|tiktok)\b", re.IGNORECASE
)
_QUOTES = '«»“”„"'
_SENTENCE = r"(?P<name>[^.;\n]{0,3}(?:[«“„\"][^«»“”„\"\n]{1,80}[»”“\"]|[^«»“”„\",.;\n]){1,24}?)"
_REST = r"(?P<chain>(?:[«“„\"][^«»“”„\"\n]{1,80}[»”“\"]|(?<=\w)\.(?=\w)|[^«»“”„\".;\n]){1,160})"
_VERBS = (
    r"повідомля(?:є|ють)|пиш(?:е|уть)|переда(?:є|ють)|інформу(?:є|ють)|сообща(?:ет|ют)|пиш(?:ет|ут)"
    r"|переда[её]т|передают|информиру(?:ет|ют)|розповіда(?:є|ють)|рассказыва(?:ет|ют)"
)
_IN_TEXT = re.compile(
    rf"(?:(?:про це|об этом) (?:повідоми\w+|сообщи\w+|написа\w+|розпові\w+|рассказа\w+|{_VERBS})"
    rf"|(?<![^\W_])(?:{_VERBS})|(?<!\w)(?:as )?reported by|(?<!\w)according to)\s+{_REST}",
    re.IGNORECASE,
)
_EN_CHAIN = re.compile(
    r"(?:^|[,.—–-]\s+)(?P<first>(?:[Tt]he )?[«“\"]?[A-Z][\w.'’&-]*(?: (?:of|the|and|for|[A-Z][\w.'’&-]*)){0,6}"
    r"[»”\"]?)\s+(?:reports?|reported|writes|wrote|said|says),?(?P<citing> (?:citing|with reference to|quoting"
    rf"|referring to) {_REST})?(?=\s*[.,;]|\s*$)"
)
_OPENING = re.compile(
    r"[A-ZА-ЯЁІЇЄҐ][^()/\n]{2,70}(?:\((?P<agency>[A-ZА-ЯЁІЇЄҐ][^()\n]{1,40})\))\s*[.:]?\s*(?:[—–]|-\s)"
)
_CLAUSE = re.compile(
    r",\s+(?=[a-zа-яёіїєґ])(?!(?:із|з|зі|со|с|with|quoting|citing|as well)\b|посилаю|покликаю|ссыла|цит)"
)
_LONGEST = 600
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class _Link:
    """One link while the sentence is taken apart; `deep` says that the one before cites it."""

    wording: str
    printed: str
    deep: bool


def read_attribution(sentence: str) -> tuple[Source, ...]:
    """Take an attribution sentence apart: `"X" со ссылкой на Y` gives X, which cites Y, and Y.

    Each source cites the first one of the next deeper link; sources side by side ("Reuters,
    AFP") cite the same. The sentence can be put together again by `attribution_sentence`.
    """
    text = " ".join(sentence.split())
    if not text or len(text) > _LONGEST:
        return (_source(text),) if text else ()
    links = _links(text)
    sources = _chained(links)
    return sources if attribution_sentence(sources) == text else (_source(text),)


def attribution_sentence(sources: Sequence[Source]) -> str:
    """Put the printed attribution sentence together from its sources."""
    sentence = ""
    for source in sources:
        if source.wording:
            glue = "" if not sentence or source.wording[0] in ",;" else " "
            sentence += f"{glue}{source.wording} {source.printed}"
        else:
            sentence += source.printed
    return sentence


def find_attribution(text: str) -> tuple[Source, ...]:
    """Find an attribution inside a paragraph («повідомляє "Х" з посиланням на Y»); () if none."""
    if len(text) > 4 * _LONGEST:
        text = text[: 4 * _LONGEST]
    found = _IN_TEXT.search(text)
    if found:
        chain = _CLAUSE.split(found["chain"], maxsplit=1)[0].strip(" ,")
        if chain and len(chain) <= 2 * _LONGEST_NAME:
            return read_attribution(chain)
    english = _EN_CHAIN.search(text) if text.isascii() or "report" in text else None
    if english and (english["citing"] or "reports" in english[0] or "writes" in english[0]):
        citing = _CLAUSE.split(english["citing"] or "", maxsplit=1)[0].rstrip(" ,")
        return read_attribution(english["first"].strip(" ,") + citing)
    return ()


def find_agency(lead: str) -> tuple[Source, ...]:
    """Find the agency in an agency's opening ("KYIV, April 10 (Agency) — …"); () if none."""
    found = _OPENING.match(lead[:140])
    return (_source(found["agency"].strip()),) if found else ()


def _links(text: str) -> list[_Link]:
    """Cut the sentence at its citing words, then each part at sources standing side by side."""
    links: list[_Link] = []
    start, wording, deep = 0, "", False
    prefix = _PREFIX.match(text)
    if prefix and prefix.end() < len(text):
        start, wording = prefix.end(), prefix[0].strip()
    depths = _quote_depths(text)
    for cut in _CITING.finditer(text, start):
        if cut.start() <= start or depths[cut.start("wording")]:
            continue
        links += _side_by_side(text[start : cut.start()], wording, deep=deep)
        start, wording, deep = cut.end(), cut["wording"].strip(), True
    return links + _side_by_side(text[start:], wording, deep=deep)


def _side_by_side(text: str, wording: str, *, deep: bool) -> list[_Link]:
    links: list[_Link] = []
    start = 0
    depths = _quote_depths(text)
    for cut in _PARALLEL.finditer(text):
        if depths[cut.start("wording")] or _SOCIAL.match(text, cut.end()):
            continue
        if cut.start() <= start or not _may_part(cut, text, start):
            continue
        links.append(_Link(wording, text[start : cut.start()].strip(), deep))
        start, wording, deep = cut.end(), cut["wording"].strip(), False
    return [*links, _Link(wording, text[start:].strip(), deep)]


def _may_part(cut: re.Match[str], text: str, start: int) -> bool:
    """Keep "Ministry of Defence and Foreign Affairs" whole: English capitals part nothing."""
    if cut["wording"].strip(" ,") not in {"and", "as well as"}:
        return True
    left = text[start : cut.start()]
    return (" of " not in left and " for " not in left) or left.endswith(tuple(_QUOTES))


def _quote_depths(text: str) -> list[bool]:
    """Say for each place of `text` whether it stands inside quotation marks."""
    inside, depths = False, []
    for sign in text:
        if sign in "«„":
            inside = True
        elif sign in "»”":
            inside = False
        elif sign in '"“':
            inside = not inside
        depths.append(inside)
    return [*depths, inside]


def _chained(links: list[_Link]) -> tuple[Source, ...]:
    """Name for each link the first of the next deeper ones as the source that it cites."""
    sources = [_source(link.printed, link.wording) for link in links]
    cited: str | None = None
    seen_deep = False
    for place in reversed(range(len(links))):
        sources[place] = replace(sources[place], cites=cited)
        if links[place].deep:
            cited, seen_deep = sources[place].name, True
    first_deep = next((n for n, link in enumerate(links) if link.deep), len(links))
    if not seen_deep:
        return tuple(sources)
    return tuple(
        replace(source, role="cited" if place >= first_deep else "reporting")
        for place, source in enumerate(sources)
    )


def _source(printed: str, wording: str = "") -> Source:
    return Source(name=_bare_name(printed), wording=wording, printed=printed)


def _bare_name(printed: str) -> str:
    """Return the name without the quotation marks around it and the sentence's full stop."""
    name = printed.rstrip(" .;,:") or printed
    if name[:1] in _QUOTES and name[-1:] in _QUOTES and not any(q in name[1:-1] for q in _QUOTES):
        name = name[1:-1].strip() or name
    return name
