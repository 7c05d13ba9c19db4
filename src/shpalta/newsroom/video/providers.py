"""Whose posts and videos are known: how their addresses look, and where their players are.

Pure rules over addresses. Nothing is asked here; `oembed` asks, and only at the hosts named here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from shpalta.newsroom.video.choices import Provider

WIDE = (16, 9)
POST = (4, 5)
LONGEST_ADDRESS = 500


@dataclass(frozen=True, slots=True)
class Place:
    """One post or video: its usual address, and what stands in the card's place after a click.

    `player` is the address of the provider's frame that follows readers least, `frame` its
    origin, `shape` width to height where the provider does not tell.
    """

    provider: Provider
    address: str
    player: str
    shape: tuple[int, int] = WIDE

    @property
    def frame(self) -> str:
        """The origin of the player, as a Content-Security-Policy names it."""
        parts = urlsplit(self.player)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class OEmbed:
    """Where a provider tells of an address, and from which hosts its stills come."""

    endpoint: str
    stills: tuple[str, ...] = ()
    """Hosts; one that begins with a dot stands for all under it."""


@dataclass(frozen=True, slots=True)
class _Known:
    provider: Provider
    hosts: frozenset[str]
    read: Callable[[str, Mapping[str, str]], Place | None]
    oembed: OEmbed | None = None


def _youtube(path: str, query: Mapping[str, str]) -> Place | None:
    found = re.fullmatch(r"/(?:(?:embed|shorts|live|v)/)?([A-Za-z0-9_-]{11})/?", path)
    name = found[1] if found else query.get("v", "") if path.rstrip("/") == "/watch" else ""
    if not re.fullmatch(r"[A-Za-z0-9_-]{11}", name):
        return None
    shape = (9, 16) if path.startswith("/shorts/") else WIDE
    address = "shorts/" if path.startswith("/shorts/") else "watch?v="
    return Place(
        Provider.YOUTUBE,
        f"https://www.youtube.com/{address}{name}",
        f"https://www.youtube-nocookie.com/embed/{name}?autoplay=1",
        shape,
    )


def _vimeo(path: str, query: Mapping[str, str]) -> Place | None:
    found = re.fullmatch(r"/(?:video/|channels/[\w-]+/)?(\d{5,12})(?:/([0-9a-f]{6,20}))?/?", path)
    if found is None:
        return None
    number, secret = found[1], found[2] or query.get("h", "")
    if secret and not re.fullmatch(r"[0-9a-f]{6,20}", secret):
        secret = ""
    return Place(
        Provider.VIMEO,
        f"https://vimeo.com/{number}" + (f"/{secret}" if secret else ""),
        f"https://player.vimeo.com/video/{number}?"
        + (f"h={secret}&" if secret else "")
        + "dnt=1&autoplay=1",
    )


def _facebook(path: str, query: Mapping[str, str]) -> Place | None:
    number = query.get("v", "") or query.get("story_fbid", "")
    is_video = re.fullmatch(r"/(?:[\w.-]+/)?(?:videos|reel)/(?:[\w.-]+/)?\d+/?", path) is not None
    is_post = re.fullmatch(r"/[\w.-]+/posts/[\w.-]+/?", path) is not None
    if path.rstrip("/") in {"/watch", "/watch.php"} and number.isdigit():
        address, is_video = f"https://www.facebook.com/watch/?v={number}", True
    elif is_video or is_post:
        address = f"https://www.facebook.com{path}"
    else:
        return None
    kind = "video" if is_video else "post"
    player = f"https://www.facebook.com/plugins/{kind}.php?href={quote(address, safe='')}"
    return Place(Provider.FACEBOOK, address, player, WIDE if is_video else POST)


def _telegram(path: str, _query: Mapping[str, str]) -> Place | None:
    found = re.fullmatch(r"/(?:s/)?([A-Za-z][A-Za-z0-9_]{3,31})/(\d{1,12})/?", path)
    if found is None:
        return None
    address = f"https://t.me/{found[1]}/{found[2]}"
    return Place(Provider.TELEGRAM, address, f"{address}?embed=1", POST)


def _x(path: str, _query: Mapping[str, str]) -> Place | None:
    found = re.fullmatch(r"/(?:i/web|i|\w{1,15})/status(?:es)?/(\d{5,25})(?:/.*)?", path)
    if found is None:
        return None
    return Place(
        Provider.X,
        f"https://x.com{path[: found.end(1)]}",
        f"https://platform.twitter.com/embed/Tweet.html?id={found[1]}&dnt=true",
        POST,
    )


_KNOWN = (
    _Known(
        Provider.YOUTUBE,
        frozenset(
            {"youtube.com", "m.youtube.com", "youtu.be", "youtube-nocookie.com"}
            | {"music.youtube.com"}
        ),
        _youtube,
        OEmbed("https://www.youtube.com/oembed", ("i.ytimg.com", "img.youtube.com")),
    ),
    _Known(
        Provider.VIMEO,
        frozenset({"vimeo.com", "player.vimeo.com"}),
        _vimeo,
        OEmbed("https://vimeo.com/api/oembed.json", ("i.vimeocdn.com",)),
    ),
    _Known(Provider.FACEBOOK, frozenset({"facebook.com", "m.facebook.com"}), _facebook),
    _Known(Provider.TELEGRAM, frozenset({"t.me", "telegram.me"}), _telegram),
    _Known(
        Provider.X,
        frozenset({"x.com", "twitter.com", "mobile.twitter.com", "mobile.x.com"}),
        _x,
        OEmbed("https://publish.twitter.com/oembed"),
    ),
)
_BY_HOST = {host: known for known in _KNOWN for host in known.hosts}
_OEMBED = {known.provider: known.oembed for known in _KNOWN}


def find_place(address: str) -> Place | None:
    """Read an address as people paste it; None if it is no post or video of a known provider."""
    address = address.strip()
    if len(address) > LONGEST_ADDRESS:
        return None
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return None
    known = _BY_HOST.get(host)
    if known is None or parts.scheme not in {"https", "http"} or port not in {None, 80, 443}:
        return None
    if parts.username is not None or not re.fullmatch(r"[\x21-\x7e]*", parts.path):
        return None
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return known.read(parts.path, query)


def oembed_of(provider: str) -> OEmbed | None:
    """Say where a provider tells of its posts; None: it tells nobody without an account."""
    return _OEMBED.get(Provider(provider)) if provider in Provider else None
