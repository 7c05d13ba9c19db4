"""Brings the journal's purges to caches that are not ours, such as Varnish with its xkey.

A target is told by requests to its address, each with `Authorization: Bearer TOKEN`:

- `PURGE` with `xkey-purge` (keys never to be shown again) or `xkey-softpurge` (stale now), or both,
- `PURGE` with neither, once a second while the journal is followed: a sign of life,
- `BAN` when nothing that the target keeps can be trusted any more.

Each is repeated until the target answers 200 or 204, in the order of the journal.
"""

import asyncio
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import aiohttp

from shpalta.core.entries import Entry, EntryError, Position
from shpalta.edge.follower import Follower, Patience

logger = logging.getLogger(__name__)

LONGEST_FIELD = 4_000
"""Bytes of keys in one header field; Varnish takes 8 KB unless told otherwise."""
SIGN_OF_LIFE = 1.0
"""Seconds between signs of life."""
_ANSWER = aiohttp.ClientTimeout(total=5.0, sock_connect=2.0)
_DONE = frozenset({200, 204})


class RelayState:
    """The position that each target has acknowledged, kept in a small JSON file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._positions = _read_positions(path)

    def position(self, target: str) -> Position | None:
        """Give what a target has acknowledged; None if that is not known."""
        return self._positions.get(target)

    def acknowledge(self, target: str, position: Position) -> None:
        """Keep that a target has taken everything up to a position.

        A file that cannot be written is logged: after a restart the target is told more than it
        needs, never less.
        """
        self._positions[target] = position
        document = {name: str(known) for name, known in self._positions.items()}
        fresh = self._path.with_name(f"{self._path.name}.new")
        try:
            fresh.write_text(json.dumps(document))
            fresh.replace(self._path)
        except OSError as error:
            logger.warning("The relay's position cannot be kept in %s: %s", self._path, error)


def _read_positions(path: Path) -> dict[str, Position]:
    try:
        document = json.loads(path.read_text())
        return {str(name): Position.parse(str(text)) for name, text in document.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, EntryError) as error:
        logger.warning("%s cannot be read (%s); all targets are emptied.", path, error)
        return {}


async def run_relay(
    journal: str,
    token: str,
    targets: Sequence[str],
    state_file: Path,
    *,
    patience: Patience | None = None,
) -> None:
    """Follow the journal for each target (http addresses) until cancelled.

    The targets do not wait for each other: each has a follower and a position of its own.
    """
    state = RelayState(state_file)
    async with aiohttp.ClientSession(timeout=_ANSWER) as session, asyncio.TaskGroup() as group:
        for address in dict.fromkeys(targets):
            target = Target(address, token, session)
            group.create_task(_relay(journal, token, target, state, patience))


async def _relay(
    journal: str, token: str, target: "Target", state: RelayState, patience: Patience | None
) -> None:
    async def purge(entry: Entry) -> None:
        await target.purge(entry)
        state.acknowledge(target.address, entry.position)

    async def ban(position: Position) -> None:
        await target.ban()
        state.acknowledge(target.address, position)

    follower = Follower(
        journal,
        token,
        position=state.position(target.address),
        on_entry=purge,
        on_reset=ban,
        patience=patience,
    )
    async with asyncio.TaskGroup() as group:
        group.create_task(follower.run())
        group.create_task(_give_signs(follower, target))


async def _give_signs(follower: Follower, target: "Target") -> None:
    while True:
        if follower.following and not target.busy:
            await target.give_sign()
        await asyncio.sleep(SIGN_OF_LIFE)


class Target:
    """One cache that takes purges by HTTP. `busy` while it is being told something."""

    def __init__(self, address: str, token: str, session: aiohttp.ClientSession) -> None:
        self.address = address
        self.busy = False
        self._token = token
        self._session = session
        self._complaint = ""

    async def purge(self, entry: Entry) -> None:
        """Tell the keys of an entry, the gone ones first; returns when all are acknowledged."""
        gone = set(entry.gone)
        stale = [key for key in entry.keys if key not in gone]
        for field, keys in (("xkey-purge", entry.gone), ("xkey-softpurge", stale)):
            for part in in_fields(keys):
                await self._insist("PURGE", {field: part})

    async def ban(self) -> None:
        """Have everything forgotten; returns when that is acknowledged."""
        await self._insist("BAN", {})

    async def give_sign(self) -> None:
        """Say once that we live; nobody minds if it is lost."""
        await self._tell("PURGE", {})

    async def _insist(self, method: str, headers: dict[str, str]) -> None:
        pause = 0.05
        self.busy = True
        while not await self._tell(method, headers):
            await asyncio.sleep(pause)
            pause = min(pause * 2, 2.0)
        self.busy = False

    async def _tell(self, method: str, headers: dict[str, str]) -> bool:
        """Send one request; give whether it was acknowledged. Trouble is logged once."""
        fields = {"Authorization": f"Bearer {self._token}", **headers}
        try:
            async with self._session.request(
                method, self.address, headers=fields, allow_redirects=False
            ) as answer:
                complaint = "" if answer.status in _DONE else f"it answers {answer.status}"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            complaint = str(error) or type(error).__name__
        if complaint and complaint != self._complaint:
            logger.warning("%s takes no purges: %s. Trying again.", self.address, complaint)
        self._complaint = complaint
        return not complaint


def in_fields(keys: Iterable[str]) -> Iterator[str]:
    """Give the keys with blanks between, in parts that fit into one header field each."""
    part: list[str] = []
    size = 0
    for key in keys:
        if part and size + len(key) > LONGEST_FIELD:
            yield " ".join(part)
            part, size = [], 0
        part.append(key)
        size += len(key) + 1
    if part:
        yield " ".join(part)
