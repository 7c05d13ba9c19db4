"""nginx with the configurations that Shpalta ships, in a folder of its own."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import shpalta.site
from tests.integration.servers.programs import find_program, on_core, running

SHIPPED = Path(shpalta.site.__file__).parent / "deploy" / "nginx"
_MAIN = """
{user}
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log warn;
events {{ worker_connections 2048; }}
http {{
    include {types};
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/shpalta.conf;
}}
"""


def shipped(name: str, changes: Mapping[str, str]) -> str:
    """Read a shipped configuration with its addresses and paths changed to a test's own."""
    text = (SHIPPED / name).read_text()
    for theirs, ours in changes.items():
        assert theirs in text, f"{name} does not say {theirs!r}"
        text = text.replace(theirs, ours)
    return text


@contextmanager
def running_nginx(
    folder: Path, configuration: str, *, ready: str, core: int | None = None
) -> Iterator[None]:
    """Run one worker with a configuration for the http block, until it answers at `ready`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "shpalta.conf").write_text(configuration)
    main = folder / "nginx.conf"
    # As root, nginx would give its work to a user who may not enter our folder.
    user = "user root;" if os.geteuid() == 0 else ""
    types = Path("/etc/nginx/mime.types")
    main.write_text(_MAIN.format(user=user, folder=folder, types=types))
    command = [find_program("nginx"), "-p", str(folder), "-c", str(main), "-e", str(folder / "log")]
    with running("nginx", on_core(core, command), log=folder / "nginx.log", ready=ready):
        yield


@contextmanager
def running_cache(
    folder: Path, *, origin_port: int, port: int, readers_port: int = 0
) -> Iterator[str]:
    """Run nginx as the plain cache of an origin on this host; give its address.

    `readers_port`: that of the readers' room; 0: the origin's as well.
    """
    configuration = shipped(
        "proxy.conf",
        {
            "listen 80;": f"listen 127.0.0.1:{port};",
            "127.0.0.1:8010": f"127.0.0.1:{origin_port}",
            "127.0.0.1:8011": f"127.0.0.1:{readers_port or origin_port}",
            "/var/cache/nginx/shpalta": str(folder / "cache"),
        },
    )
    address = f"http://127.0.0.1:{port}"
    with running_nginx(folder, configuration, ready=address):
        yield address
