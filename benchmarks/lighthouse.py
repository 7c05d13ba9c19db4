"""What Lighthouse says of the demo newspaper's pages on a phone, and what they weigh.

    python benchmarks/lighthouse.py [--rounds 3] [--prefix /eng]

Each page is judged several times with Lighthouse's own throttling of a slow phone; the figure is
the median of each category. Beside it: how much the layout shifted, the largest picture, and the
size of each script as it comes over the line.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.browser.conftest import FLAGS
from tests.browser.demo_site import Site, running_demo

SCORE, SCRIPT_BYTES, PICTURE_BYTES = 99, 4096, 120 * 1024
_PROGRAM = Path(__file__).parent / "tools/node_modules/lighthouse/cli/index.js"
_NODE = Path(sys.executable).parent / "node"
_STORY = re.compile(r'<h[23][^>]*>\s*<a href="(/[a-z]+/\d{4}/\d\d/\d\d/\d+/)"')


@dataclass(frozen=True)
class Verdict:
    """What one run says of one page: scores by category, what is wrong, what it weighs in bytes."""

    scores: dict[str, float]
    wrong: list[str]
    shift: float
    scripts: dict[str, int]
    picture: int


def _judge(url: str) -> Verdict:
    """Run Lighthouse once, as a phone."""
    command = [str(_NODE), str(_PROGRAM), url, "--quiet"]
    command += ["--output=json", f"--chrome-flags=--headless=new {' '.join(FLAGS)}"]
    environment = os.environ | {"CHROME_PATH": "/usr/bin/chromium"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(f"Lighthouse did not judge {url}:\n{result.stderr}")
    return _read(json.loads(result.stdout))


def _read(report: dict[str, Any]) -> Verdict:
    audits = report["audits"]
    requests = audits["network-requests"]["details"]["items"]
    sizes: dict[str, dict[str, int]] = {"Script": {}, "Image": {}}
    for request in requests:
        of_type = sizes.get(request.get("resourceType", ""))
        if of_type is not None:
            of_type[request["url"].rpartition("/")[2]] = int(request["transferSize"])
    wrong = {
        f"{reference['id']} {audits[reference['id']]['score']}"
        for category in report["categories"].values()
        for reference in category["auditRefs"]
        if reference["weight"] and (audits[reference["id"]]["score"] or 1) < 1
    }
    return Verdict(
        scores={name: 100 * (one["score"] or 0) for name, one in report["categories"].items()},
        wrong=sorted(wrong),
        shift=float(audits["cumulative-layout-shift"]["numericValue"]),
        scripts=sizes["Script"],
        picture=max(sizes["Image"].values(), default=0),
    )


def _pages(site: Site, prefix: str) -> dict[str, str]:
    front = f"{site.readers}{prefix}/"
    with urllib.request.urlopen(front, timeout=10) as answer:  # noqa: S310  our own server
        html = answer.read().decode()
    found = _STORY.search(html.replace(f'href="{prefix}/', 'href="/'))
    if found is None:
        sys.exit(f"no story was found on {front}")
    return {"front": front, "story": f"{site.readers}{prefix}{found[1]}"}


def _report(name: str, verdicts: list[Verdict]) -> bool:
    """Print a page's figures and say whether all are as they should be."""
    scores = {
        category: statistics.median(one.scores[category] for one in verdicts)
        for category in verdicts[0].scores
    }
    last, shift = verdicts[-1], max(one.shift for one in verdicts)
    print(f"{name}: " + ", ".join(f"{category} {score:.0f}" for category, score in scores.items()))
    print(
        f"  layout shift {shift:.3f}; largest picture {last.picture / 1024:.1f} KiB (at most 120)"
    )
    for script, size in last.scripts.items():
        print(f"  script {script}: {size:,} bytes")
    if last.wrong:
        print(f"  less than perfect: {', '.join(last.wrong)}")
    return (
        min(scores.values()) >= SCORE
        and shift == 0
        and last.picture <= PICTURE_BYTES
        and all(size <= SCRIPT_BYTES for size in last.scripts.values())
    )


def main() -> None:
    """Measure and print; end with 1 if a page falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--prefix", default="", help="The edition's: empty, /rus or /eng.")
    options = parser.parse_args()
    if not _PROGRAM.exists():
        sys.exit("Lighthouse is not here yet: make benchmarks/tools/.ready")
    with tempfile.TemporaryDirectory() as data, running_demo(Path(data)) as site:
        # Making them would take the processor from the pages.
        site.wait_for_pictures()
        good = [
            _report(name, [_judge(url) for _round in range(options.rounds)])
            for name, url in _pages(site, options.prefix).items()
        ]
    if not all(good):
        sys.exit(1)


if __name__ == "__main__":
    main()
