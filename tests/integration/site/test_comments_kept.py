"""What a reader was told is saved is there after the room was killed in the middle of a flood."""

import http.client
import json
import threading
import time
from pathlib import Path

from tests.house.running import House, running_house

JUDGE = {"SHPALTA_JUDGE": "shpalta.readers.judging.judge_by_trust"}
WRITERS = 8
SECONDS = 2.0


def write_on(
    house: House, number: int, writer: int, kept: list[int], stop: threading.Event
) -> None:
    """Comment again and again; note the id of each comment that was answered as saved."""
    headers = {"Host": "localhost", "Content-Type": "application/json"}
    headers["Sec-Fetch-Site"] = "same-origin"
    turn = 0
    while not stop.is_set():
        turn += 1
        text = f"Word {writer} {turn}"
        body = json.dumps({"story": number, "text": text, "name": f"Guest {writer} {turn}"})
        connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=10)
        try:
            connection.request("POST", "/-/readers/comments/", body.encode(), headers)
            answer = connection.getresponse()
            told = json.loads(answer.read() or b"{}")
        except (OSError, ValueError, http.client.HTTPException):
            time.sleep(0.05)
            continue
        finally:
            connection.close()
        if answer.status == 200 and told["id"]:
            kept.append(told["id"])


def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    with running_house(tmp_path, services=("press", "readers"), environment=JUDGE) as house:
        house.set_command(
            "edge", [*house.services["edge"].command, "--readers-a-minute", "1000000"]
        )
        house.start("edge")
        (number,) = house.worker.do(
            "numbers_of", pks=[house.worker.do("row_of", headline="Opening 0")]
        )
        kept: list[int] = []
        stop = threading.Event()
        threads = [
            threading.Thread(target=write_on, args=(house, number, writer, kept, stop))
            for writer in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        for _twice in range(2):
            time.sleep(SECONDS)
            house.kill("readers")
            house.start("readers")
        time.sleep(SECONDS)
        stop.set()
        for thread in threads:
            thread.join(20)
        assert len(kept) > 10
        assert len(set(kept)) == len(kept)
        assert house.worker.do("comments_missing", ids=kept) == []
        assert house.worker.do("talks_that_miscount") == []
