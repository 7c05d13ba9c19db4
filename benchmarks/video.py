"""What it takes to make a video streamable, and to hand it out in ranges.

    python benchmarks/video.py [--rounds 3] [--seconds 20] [--ranges 300]

A file of 1280 by 720 in another codec is made streamable by the workshop's own process (looked at,
MP4, HLS, still) and, in the same rounds, by a plain single pass with the same libraries and the
same settings (`peers/single_pass.py`); the same with a file that needs only be wrapped anew. Then
one client asks for ranges of a quarter MiB at random places of a film on a page: of the edge, of
the press itself, and of nginx that serves the same file from the disk. Rounds alternate; figures
are medians. Exits with 1 if ours is slower than it may be.
"""

import argparse
import http.client
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import av

from benchmarks.peers.load import install
from tests.footage import make_footage
from tests.house.running import House, running_house
from tests.integration.servers.nginx import running_nginx
from tests.integration.servers.programs import free_port

MOST_FOR_ENCODING, MOST_FOR_WRAPPING = 1.5, 6.0
"""Times the peer's. What is only wrapped is done in a moment: looking at it well takes longer."""
LEAST_OF_PRESS = 0.4
"""Of the press's own rate: the edge asks it for each slice, and hands it on."""
RANGE = 256 * 1024
SIZE, RATE = (1280, 720), 25
_ROOT = Path(__file__).parent.parent
_FILM = """
import sys
import django
django.setup()
from django.core.files.base import File
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.video.services import take_video
from shpalta.newsroom.video.work import work_off
with open(sys.argv[1], "rb") as file:
    video = take_video(file=File(file), name="grain.mp4", title="Grain", credit="B", actor=None)
while not video.is_ready:
    work_off()
    video.refresh_from_db()
story = Story.objects.filter(state="published").first()
story.lead_video = video
story.save_revision().publish()
print(video.movie_url)
"""


def _timed(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=_ROOT)
    return time.perf_counter() - started


def _compare_making(source: Path, folder: Path, rounds: int) -> tuple[float, float]:
    """Give the medians of seconds that ours and the peer's take for a file."""
    ours, peer = [], []
    for turn in range(rounds):
        made = folder / f"{source.stem}-{turn}"
        made.mkdir()
        maker = [sys.executable, "-m", "shpalta.newsroom.video.making", "make"]
        ours.append(_timed([*maker, str(source), str(made), "3600"]))
        script = str(_ROOT / "benchmarks" / "peers" / "single_pass.py")
        peer.append(_timed([sys.executable, script, str(source), str(made / "peer.mp4")]))
    return statistics.median(ours), statistics.median(peer)


def _draw_grain(path: Path) -> None:
    """Write some ten MiB of noise as H.264: nothing of it can be encoded small."""
    chance = random.Random(4)
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as made:
        options = {"preset": "ultrafast", "crf": "24"}
        stream = made.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        for _number in range(4 * RATE):
            frame = av.VideoFrame(640, 360, "yuv420p")
            for plane in frame.planes:
                plane.update(chance.randbytes(plane.buffer_size))
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))


def _publish(house: House, film: Path) -> str:
    """Put a film into a story of the house; give the address of its MP4."""
    environment = house.environment | {"DJANGO_SETTINGS_MODULE": "shpalta.site.settings"}
    command = [sys.executable, "-c", _FILM, str(film)]
    result = subprocess.run(
        command, env=environment, cwd=_ROOT, check=True, capture_output=True, text=True
    )
    return result.stdout.split()[-1]


def _ranges(port: int, path: str, size: int, count: int) -> float:
    """Give how many ranges a second one client gets over one connection."""
    chance = random.Random(7)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    started = time.perf_counter()
    for _number in range(count):
        first = chance.randrange(size - RANGE)
        sent = {"Host": "localhost", "Range": f"bytes={first}-{first + RANGE - 1}"}
        connection.request("GET", path, headers=sent)
        answer = connection.getresponse()
        if answer.status != http.HTTPStatus.PARTIAL_CONTENT or len(answer.read()) != RANGE:
            sys.exit(f"port {port} answers {answer.status} to a range of {path}")
    connection.close()
    return count / (time.perf_counter() - started)


def _compare_ranges(folder: Path, rounds: int, count: int) -> dict[str, float]:
    """Give the medians of ranges a second by who answered."""
    film = folder / "grain.mp4"
    _draw_grain(film)
    with running_house(folder / "house") as house:
        path = _publish(house, film)
        file = house.data / path.lstrip("/")
        house.catch_up()
        port = free_port()
        root = f"server {{ listen 127.0.0.1:{port}; root {house.data}; }}"
        with running_nginx(folder / "nginx", root, ready=f"http://127.0.0.1:{port}/"):
            ports = {"edge": house.port, "press": house.press_port, "nginx": port}
            rates: dict[str, list[float]] = {name: [] for name in ports}
            for _round in range(rounds):
                for name, at in ports.items():
                    rates[name].append(_ranges(at, path, file.stat().st_size, count))
    return {name: statistics.median(found) for name, found in rates.items()}


def _report(name: str, pair: Callable[[], tuple[float, float]], most: float) -> bool:
    ours, peer = pair()
    print(f"{name}: {ours:.2f} s, a single pass {peer:.2f} s; ratio {ours / peer:.2f}")
    return ours / peer <= most


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--ranges", type=int, default=300)
    options = parser.parse_args()
    install({"nginx": ["nginx"]})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shpalta.site.settings")
    folder = Path(tempfile.mkdtemp())
    try:
        length = {"seconds": options.seconds, "size": SIZE, "rate": RATE}
        foreign = make_footage(folder / "foreign.mkv", codec="mpeg4", **length)
        fitting = make_footage(folder / "fitting.mp4", **length)
        is_right = _report(
            f"made streamable, {options.seconds:.0f} s of {SIZE[0]}x{SIZE[1]}",
            lambda: _compare_making(foreign, folder, options.rounds),
            MOST_FOR_ENCODING,
        )
        is_right &= _report(
            "the same where it is only wrapped anew",
            lambda: _compare_making(fitting, folder, options.rounds),
            MOST_FOR_WRAPPING,
        )
        rates = _compare_ranges(folder, options.rounds, options.ranges)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    said = ", ".join(f"{name} {rate:,.0f}" for name, rate in rates.items())
    print(f"ranges of {RANGE // 1024} KiB a second, one client: {said}")
    of_press, of_nginx = (rates["edge"] / rates[name] for name in ("press", "nginx"))
    print(f"edge to press {of_press:.2f}, edge to nginx {of_nginx:.2f}")
    if not is_right or of_press < LEAST_OF_PRESS:
        sys.exit(1)


if __name__ == "__main__":
    main()
