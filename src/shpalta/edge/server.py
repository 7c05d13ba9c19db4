"""Runs the edge on Uvicorn: as many workers as asked for, stopped together."""

import logging
import os
from asyncio import Protocol
from functools import partial
from typing import cast

from uvicorn import Config, Server
from uvicorn.supervisors import Multiprocess

from shpalta.edge.app import EdgeApp
from shpalta.edge.configuration import Configuration
from shpalta.edge.protocol import EdgeProtocol, Housekeeper


def run_edge(configuration: Configuration) -> None:
    """Serve until SIGTERM or SIGINT."""
    # What strangers send us wrongly is no news; what breaks here is.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    keeper = Housekeeper(parent=os.getpid() if configuration.workers > 1 else None)
    config = Config(
        partial(EdgeApp, configuration),
        factory=True,
        interface="asgi3",
        host=configuration.host,
        port=configuration.port,
        workers=configuration.workers,
        loop="uvloop",
        http=cast("type[Protocol]", partial(EdgeProtocol, keeper)),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        backlog=configuration.backlog,
        timeout_keep_alive=int(configuration.keep_alive_seconds),
        callback_notify=keeper,
        timeout_notify=0,
        timeout_graceful_shutdown=configuration.stop_seconds,
    )
    sockets = [config.bind_socket()]
    if configuration.workers == 1:
        Server(config).run(sockets)
    else:
        Multiprocess(config, sockets=sockets).run()
