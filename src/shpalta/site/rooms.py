"""Which processes one installation runs, how they find each other, how each is known to be well."""

import sys
from dataclasses import dataclass

from shpalta.site.installation import data_folder
from shpalta.site.supervisor import Service, check_port, free_port, granian

COMMAND = (sys.executable, "-m", "shpalta.site")
HOME = "127.0.0.1"
"""Where what is not for readers listens."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How an installation is to be served.

    `port` is the readers', answered by the edge on `host`; `newsroom_port` the journalists';
    `press_port` the origin's and `readers_port` that of comments and accounts, which only edges
    ask. `press_workers` and `edge_workers` are numbers of processes; `edge_memory` is in MiB;
    `proxies` is how many before the edge tell readers' addresses.
    """

    port: int
    newsroom_port: int
    press_port: int
    host: str = HOME
    readers_port: int = 0
    """0: one that is free."""
    press_workers: int = 1
    edge_workers: int = 1
    edge_memory: int = 256
    proxies: int = 0

    def __post_init__(self) -> None:
        if not self.readers_port:
            object.__setattr__(self, "readers_port", free_port())

    def services(self) -> list[Service]:
        """List the processes in the order in which they start."""
        return [
            *(self._press(), self._newsroom(), self._readers()),
            *(self._clock(), self._workshop(), self._edge()),
        ]

    def check_ports(self) -> None:
        """Raise ServerError if a port is taken, before any time goes into preparing."""
        check_port("edge", self.port, host=self.host, variable="PORT")
        check_port("newsroom", self.newsroom_port, host=self.host, variable="NEWSROOM_PORT")
        check_port("press", self.press_port, variable="PRESS_PORT")
        check_port("readers' room", self.readers_port, variable="READERS_PORT")

    def _press(self) -> Service:
        return Service(
            "press",
            granian(
                "shpalta.site.asgi:application",
                interface="asgi",
                host=HOME,
                port=self.press_port,
                workers=self.press_workers,
            ),
            {"SHPALTA_ROOM": "press"},
            f"http://{HOME}:{self.press_port}/-/health",
        )

    def _newsroom(self) -> Service:
        return Service(
            "newsroom",
            granian(
                "shpalta.site.wsgi:application",
                interface="wsgi",
                host=self.host,
                port=self.newsroom_port,
                workers=1,
            ),
            {"SHPALTA_ROOM": "newsroom"},
            f"http://{HOME}:{self.newsroom_port}/-/health",
        )

    def _readers(self) -> Service:
        command = granian(
            "shpalta.site.asgi_readers:application",
            interface="asgi",
            host=HOME,
            port=self.readers_port,
            # One: comments that wait in the same process share their transaction.
            workers=1,
        )
        return Service(
            "readers",
            command,
            {"SHPALTA_ROOM": "readers"},
            f"http://{HOME}:{self.readers_port}/-/health",
            # A flood of comments must not slow pages down.
            steps_aside=True,
        )

    def _clock(self) -> Service:
        return Service(
            "clock",
            [*COMMAND, "clock"],
            {"SHPALTA_ROOM": "command"},
            f"http://{HOME}:{self.newsroom_port}/-/health/clock",
        )

    def _workshop(self) -> Service:
        return Service(
            "workshop",
            [*COMMAND, "workshop"],
            {"SHPALTA_ROOM": "command"},
            # Nor may pictures that are being made.
            steps_aside=True,
        )

    def _edge(self) -> Service:
        options = {
            "--origin": f"http://{HOME}:{self.press_port}",
            "--readers": f"http://{HOME}:{self.readers_port}",
            "--store": str(data_folder() / "edge"),
            "--listen": f"{self.host}:{self.port}",
            "--workers": str(self.edge_workers),
            "--memory": str(self.edge_memory),
            "--proxies": str(self.proxies),
            "--token-file": str(data_folder() / "journal-token"),
        }
        return Service(
            "edge",
            [*COMMAND, "edge", *(part for option in options.items() for part in option)],
            health=f"http://{HOME}:{self.port}/-/health",
        )
