"""Varnish with the configuration that Shpalta ships, in a folder of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import shpalta.site
from tests.integration.servers.programs import find_program, free_port, on_core, running

SHIPPED = Path(shpalta.site.__file__).parent / "deploy" / "varnish"
PARAMETERS = {
    "http_req_hdr_len": "64k",
    "http_req_size": "160k",
    "http_resp_hdr_len": "64k",
    "http_resp_size": "160k",
    "workspace_client": "320k",
    "workspace_backend": "320k",
    "workspace_thread": "4k",
}
"""What docs/howto/behind-varnish.md tells to set: room for the keys of a long page."""


@contextmanager
def running_varnish(
    folder: Path, *, origin_port: int, token: str, memory: int = 128, core: int | None = None
) -> Iterator[str]:
    """Run Varnish before an origin on this host; give its address. `memory` is in MiB."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in SHIPPED.glob("*.vcl"):
        shutil.copy(file, folder)
    (folder / "token").write_text(token + "\n")
    settings = folder / "settings.vcl"
    settings.write_text(
        settings.read_text()
        .replace('"8010"', f'"{origin_port}"')
        .replace("/etc/varnish/journal-token", str(folder / "token"))
    )
    port = free_port()
    command = [
        *(find_program("varnishd"), "-F", "-j", "none", "-n", str(folder / "state")),
        *("-a", f"127.0.0.1:{port}", "-f", str(folder / "shpalta.vcl"), "-T", "none"),
        *("-s", f"malloc,{memory}m"),
        *(part for name, value in PARAMETERS.items() for part in ("-p", f"{name}={value}")),
    ]
    address = f"http://127.0.0.1:{port}"
    with running("varnishd", on_core(core, command), log=folder / "varnish.log", ready=address):
        yield address
