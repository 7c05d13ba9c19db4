"""What one edge is told when it starts: every option with its default."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from shpalta.edge.errors import ConfigurationError

MIB = 1024 * 1024
JOURNAL_PATH = "/-/journal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """The options of `shpalta edge`. Times are in seconds, sizes as their names say."""

    origin: str
    """Where pages come from: scheme, host and port, such as `http://127.0.0.1:8002`."""
    store: Path | None = None
    """The folder of the objects on disk; None: they are in memory alone."""
    host: str = "127.0.0.1"
    port: int = 8000
    journal: str | None = None
    """Where the journal is followed; None: at the origin. Unused when `plain`."""
    token: str | None = field(default=None, repr=False)
    """What the journal wants to be shown, and what opens `/-/status` from afar."""
    workers: int = 1
    readers: str | None = None
    """Where comments and readers' accounts are; None: nowhere, their addresses are nothing."""
    plain: bool = False
    """A shared cache and nothing more: no journal, no includes, no list of public routes."""

    memory_mib: int = 256
    """For objects in the memory of each worker, their compressed forms included."""
    store_mib: int = 2048
    """For objects on disk, shared by all workers."""
    largest_object_mib: int = 8
    """What is larger goes through without being kept."""
    negative_objects: int = 2000
    """How many answers other than 200 are kept, in a space of their own."""
    negative_mib: int = 16

    connect_seconds: float = 2.0
    first_byte_seconds: float = 10.0
    whole_seconds: float = 30.0
    """For one object from the origin, all in all; what is streamed through is not bounded."""
    patience_seconds: float = 2.0
    """How long a reader waits for the origin while there is a last good answer."""
    retry_seconds: float = 1.0
    """How long the last good answer is given without asking again, after the origin failed."""
    origin_connections: int = 64
    reader_connections: int = 256
    """To the readers' room, apart from those for pages."""
    reader_requests: int = 512
    """Under way to the readers' room; more are told to come again."""
    readers_a_minute: int = 300
    """Requests to the readers' room from one address: behind one may be a whole office."""
    proxies: int = 0
    """How many proxies stand before this edge: the reader's address is what the first one says."""
    refetch_within_seconds: float = 60.0
    """What was read within so many seconds before its purge is fetched again at once."""
    refetch_parallel: int = 8

    longest_url: int = 4096
    longest_header: int = 32 * 1024
    most_fields: int = 100
    header_read_seconds: float = 10.0
    """A client that has not sent its header by then is cut off."""
    send_seconds: float = 60.0
    """A client that takes nothing for so long is cut off."""
    live_readers: int = 6000
    """Connections to the live streams of each worker."""
    keep_alive_seconds: float = 75.0
    """A connection on which nothing is asked for so long is closed."""
    stop_seconds: int = 5
    """For answers under way when the edge is told to stop."""
    backlog: int = 2048

    def __post_init__(self) -> None:
        _check_address("--origin", self.origin)
        if self.readers:
            _check_address("--readers", self.readers)
        if min(self.workers, self.memory_mib, self.store_mib, self.largest_object_mib) < 1:
            message = "--workers, --memory and the other sizes must be at least 1."
            raise ConfigurationError(message)
        if not self.plain and not self.token:
            message = (
                "The journal's token is missing: set SHPALTA_JOURNAL_TOKEN or give --token-file, "
                "or run a cache without a journal by --plain."
            )
            raise ConfigurationError(message)

    @property
    def base(self) -> str:
        """The origin without a slash at its end."""
        return self.origin.rstrip("/")

    @property
    def journal_url(self) -> str:
        """Where the journal is followed."""
        return self.journal or self.base + JOURNAL_PATH


def _check_address(option: str, address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        message = f"{option} {address!r} is no address like http://127.0.0.1:8002."
        raise ConfigurationError(message)
    if parts.path not in {"", "/"} or parts.query:
        message = f"{option} {address!r} must be a host without a path."
        raise ConfigurationError(message)
