"""Runs the edge on Granian: as many workers as asked for, stopped together."""

import os
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops, RuntimeModes, TaskImpl
from granian.http import HTTP1Settings
from granian.log import LogLevels

from shpalta.edge.app import EdgeApp
from shpalta.edge.configuration import Configuration


def make_app(configuration: Configuration, *_: Any, **__: Any) -> EdgeApp:
    """Make a worker's application, in its process."""
    # Granian's threads wake each other for each request; as batch work they let a busy one end
    # what it has at hand, and several requests are taken at once: 1.4 times as many on one core.
    if hasattr(os, "SCHED_BATCH"):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    return EdgeApp(configuration)


def run_edge(configuration: Configuration) -> None:
    """Serve until SIGTERM or SIGINT."""
    server = Granian(
        "shpalta.edge.server:make_app",
        address=configuration.host,
        port=configuration.port,
        interface=Interfaces.ASGI,
        workers=configuration.workers,
        runtime_mode=RuntimeModes.st,
        loop=Loops.uvloop,
        task_impl=TaskImpl(configuration.task_implementation),
        http=HTTPModes.http1,
        websockets=False,
        backlog=configuration.backlog,
        http1_settings=HTTP1Settings(
            header_read_timeout=int(configuration.header_read_seconds * 1000),
            max_buffer_size=max(8192, configuration.longest_header + 2 * configuration.longest_url),
        ),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=8,
    )
    server.serve(target_loader=partial(make_app, configuration), wrap_loader=False)
