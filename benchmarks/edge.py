"""How many story pages a second the edge serves, against other servers in the same run.

    python benchmarks/edge.py [--stories 500] [--rounds 5] [--seconds 5] [--data FOLDER]

Each server has one processor core and serves the same 500 story pages with their live rail,
compressed by gzip, in rotation, to 64 connections, warm; wrk has the other core. The rounds
alternate between the servers; the figure is the median. Before that, every server must give the
same pages for a sample. The peers, from Debian's packages:

- nginx static: the edge's own gzip bytes as files, which nobody keeps fresh,
- Varnish + ESI: the configuration that Shpalta ships, the page and its parts put together by it;
  every request is a hit, and nearly half of its time goes into joining the check sums of compressed
  parts (`crc32_combine` in the zlib of Varnish 7),
- Varnish, plain: the same without compression: as fast as Varnish assembles, and 3.5 times as many
  bytes for readers,
- nginx SSI + gzip: the page and its parts as files, put together and compressed by nginx,
- nginx proxy_cache: the same gzip bytes from an origin, kept for an hour.
"""

import argparse
import shutil
import signal
import statistics
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.peers.load import CONNECTIONS, check_same, compressed, install, measure
from benchmarks.peers.site import (
    CAPABILITY,
    HOST,
    INCLUDE,
    Site,
    make_site,
    running_edge,
    running_press,
    running_relay,
)
from tests.integration.servers.browsing import ask
from tests.integration.servers.nginx import running_nginx
from tests.integration.servers.programs import free_port
from tests.integration.servers.varnish import running_varnish

SERVER_CORE, OTHER_CORE = 0, 1
SAMPLE = 25
EDGE, STATIC = "edge", "nginx static"
VARNISH, PLAIN_VARNISH = "Varnish + ESI", "Varnish, plain"
SSI, CACHE = "nginx SSI + gzip", "nginx proxy_cache"
VARNISHES = {VARNISH: {}, PLAIN_VARNISH: {"http_gzip_support": "off"}}
"""The parameters of each; all others are Varnish's own."""
_CONFIGURATION = Path(__file__).parent / "peers" / "nginx.conf"


@dataclass(frozen=True)
class Target:
    """What the edge must reach against a peer: at least, and the aim."""

    least: float
    aim: float


TARGETS = {
    STATIC: Target(0.6, 0.75),
    VARNISH: Target(2, 3),
    PLAIN_VARNISH: Target(2, 3),
    SSI: Target(5, 7),
    CACHE: Target(0.9, 1.2),
}


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5, help="for each round of each server")
    parser.add_argument("--data", type=Path, default=Path(".cache/bench-edge"))
    arguments = parser.parse_args()
    # Ended from outside, it still ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    install(
        {"nginx": ["nginx"], "varnishd": ["varnish", "varnish-modules"], "wrk": ["wrk"]},
    )
    data = arguments.data.resolve()
    paths = make_site(data, arguments.stories)
    with running_press(data, paths, core=OTHER_CORE) as site:
        servers, pages = ExitStack(), _pages(site)
        with servers:
            running = servers.enter_context(_all_servers(site))
            check_same(running, pages)
            rates = _measure(running, site, arguments.rounds, arguments.seconds)
    size = statistics.mean(len(page) for page in pages.values())
    print(
        f"{len(paths)} story pages of {size / 1024:.0f} KB with live rail, gzip, warm, rotating; "
        f"{CONNECTIONS} connections, one core each, median of {arguments.rounds} × "
        f"{arguments.seconds} s"
    )
    if not _print(rates):
        sys.exit("the edge is slower than its targets")


def _pages(site: Site) -> dict[str, bytes]:
    """Render a sample of the pages whole, as the press gives them to no surrogate."""
    step = max(1, len(site.paths) // SAMPLE)
    return {path: ask(site.address, path, host=HOST).body for path in site.paths[::step]}


@contextmanager
def _all_servers(site: Site) -> Iterator[dict[str, str]]:
    """Run each server on the one core, warmed; give their addresses by name."""
    folder = site.data / "servers"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with ExitStack() as stack:
        edge = stack.enter_context(running_edge(site, store=folder / "edge", core=SERVER_CORE))
        for path in site.paths:
            _write_peers_files(folder, site, edge, path)
        varnishes = {
            name: stack.enter_context(_varnish(site, folder / name.replace(" ", "-"), parameters))
            for name, parameters in VARNISHES.items()
        }
        ports = {name: free_port() for name in ("STATIC_PORT", "SSI_PORT", "CACHE_PORT")}
        addresses = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
        configuration = _fill_in(folder, ports)
        ready = addresses["STATIC_PORT"]
        stack.enter_context(
            running_nginx(folder / "nginx", configuration, ready=ready, core=SERVER_CORE)
        )
        servers = {
            EDGE: edge,
            STATIC: addresses["STATIC_PORT"],
            **varnishes,
            SSI: addresses["SSI_PORT"],
            CACHE: addresses["CACHE_PORT"],
        }
        for name, server in servers.items():
            for path in site.paths:
                if name == PLAIN_VARNISH:
                    ask(server, path, host=HOST)
                else:
                    compressed(server, path)
        yield servers


@contextmanager
def _varnish(site: Site, folder: Path, parameters: Mapping[str, str]) -> Iterator[str]:
    """Run a Varnish with its relay; give its address."""
    with (
        running_varnish(
            folder,
            origin_port=int(site.address.rpartition(":")[2]),
            token=site.token_file.read_text(),
            core=SERVER_CORE,
            parameters=parameters,
        ) as address,
        running_relay(site, address, core=OTHER_CORE),
    ):
        yield address


def _fill_in(folder: Path, ports: Mapping[str, int]) -> str:
    words = {name: str(port) for name, port in ports.items()} | {
        "ROOT": str(folder),
        "CACHE levels": f"{folder / 'cache'} levels",
        "ORIGIN": f"127.0.0.1:{ports['STATIC_PORT']}",
        "Host HOST": f"Host {HOST}",
    }
    # The first lines are for people.
    text = _CONFIGURATION.read_text().partition("sendfile")[2]
    for word, value in words.items():
        text = text.replace(word, value)
    return f"sendfile{text}"


def _write_peers_files(folder: Path, site: Site, edge: str, path: str) -> None:
    """Write a page as the static peer serves it, and with its parts for the one that includes."""
    ready = folder / "static" / path.strip("/") / "index.html.gz"
    ready.parent.mkdir(parents=True)
    ready.write_bytes(compressed(edge, path).body)
    # nginx looks for the index without its ending before it takes the compressed one.
    ready.with_suffix("").write_bytes(ask(edge, path, host=HOST).body)
    page = ask(site.address, path, host=HOST, headers=CAPABILITY).body
    for part in INCLUDE.findall(page):
        file = folder / "ssi" / part.decode().strip("/") / "index.html"
        if not file.exists():
            file.parent.mkdir(parents=True)
            file.write_bytes(ask(site.address, part.decode(), host=HOST).body)
    file = folder / "ssi" / path.strip("/") / "index.html"
    file.parent.mkdir(parents=True)
    file.write_bytes(INCLUDE.sub(rb'<!--# include virtual="\1index.html" -->', page))


def _measure(servers: Mapping[str, str], site: Site, rounds: int, seconds: int) -> dict[str, float]:
    """Give each server's median requests/s."""
    paths = site.data / "paths"
    paths.write_text("\n".join(site.paths) + "\n")
    for server in servers.values():
        measure(server, paths, seconds=1, core=OTHER_CORE)
    found: dict[str, list[float]] = {name: [] for name in servers}
    for _ in range(rounds):
        for name, server in servers.items():
            found[name].append(measure(server, paths, seconds=seconds, core=OTHER_CORE))
    return {name: statistics.median(rates) for name, rates in found.items()}


def _print(rates: Mapping[str, float]) -> bool:
    """Print the figures; say whether the edge reached what it must."""
    print(f"  {EDGE:<18} {rates[EDGE]:9,.0f} requests/s")
    reached = True
    for name, target in TARGETS.items():
        ratio = rates[EDGE] / rates[name]
        reached = reached and ratio >= target.least
        print(
            f"  {name:<18} {rates[name]:9,.0f} requests/s   edge : {name} = {ratio:5.2f}"
            f"   (at least {target.least:g}, aim {target.aim:g}){_verdict(ratio, target)}"
        )
    return reached


def _verdict(ratio: float, target: Target) -> str:
    if ratio >= target.aim:
        return ""
    return "  below the aim" if ratio >= target.least else "  BELOW"


if __name__ == "__main__":
    main()
