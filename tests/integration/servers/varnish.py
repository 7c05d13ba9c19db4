"""Varnish with the configuration that Shpalta ships, in a folder of its own."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import shpalta.site
from tests.integration.servers.programs import find_program, free_port, on_core, running

SHIPPED = Path(shpalta.site.__file__).parent / "deploy" / "varnish"


@contextmanager
def running_varnish(
    folder: Path,
    *,
    origin_port: int,
    token: str,
    memory: int = 128,
    core: int | None = None,
    parameters: Mapping[str, str] = MappingProxyType({}),
    live_port: int = 0,
    readers_port: int = 0,
) -> Iterator[str]:
    """Run Varnish before an origin on this host; give its address. `memory` is in MiB.

    Its `parameters` are its own defaults unless a benchmark gives others: the configuration must
    do with them. `live_port`: where an edge gives the live stream, if one does. `readers_port`:
    that of the readers' room; 0: the origin's as well.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in SHIPPED.glob("*.vcl"):
        shutil.copy(file, folder)
    (folder / "token").write_text(token + "\n")
    settings = folder / "settings.vcl"
    text = settings.read_text()
    if live_port:
        text = _without_comments(text).replace("    return (synth(404));\n", "")
    settings.write_text(
        text.replace('"8010"', f'"{origin_port}"')
        .replace('"8011"', f'"{readers_port or origin_port}"')
        .replace('"8000"', f'"{live_port}"')
        .replace("/etc/varnish/journal-token", str(folder / "token"))
    )
    port = free_port()
    command = [
        *(find_program("varnishd"), "-F", "-j", "none", "-n", str(folder / "state")),
        *("-a", f"127.0.0.1:{port}", "-f", str(folder / "shpalta.vcl"), "-T", "none"),
        *("-s", f"malloc,{memory}m"),
        *(part for name, value in parameters.items() for part in ("-p", f"{name}={value}")),
    ]
    address = f"http://127.0.0.1:{port}"
    with running("varnishd", on_core(core, command), log=folder / "varnish.log", ready=address):
        yield address


def _without_comments(settings: str) -> str:
    """Do what the settings tell to do for an edge beside Varnish: uncomment lines with `#:`."""
    return settings.replace("#: ", "")
