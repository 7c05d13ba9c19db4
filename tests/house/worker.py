"""A process that changes a house: it reads one JSON request a line and answers with one a line.

A request names a function of one of the modules beside this file (`changes`, `campaigning`,
`making`, `talking`, `moderating`, `canaries`, `questions`) and its arguments; the answer is its
result, or the error. It runs in a process of its own, as editors' requests and commands do.
"""

import json
import os
import sys
import traceback

import django
from django.db import connection


def main() -> None:
    """Answer requests until the input ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shpalta.site.settings")
    django.setup()
    from tests.house import (
        campaigning,
        canaries,
        changes,
        making,
        moderating,
        questions,
        talking,
    )

    known = {
        name: value
        for one in (moderating, questions, canaries, campaigning, making, talking, changes)
        for name, value in vars(one).items()
    }
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"result": known[request["do"]](**request["with"])}
        except Exception:  # noqa: BLE001  the one who asked decides what it means
            answer = {"error": traceback.format_exc()}
            # As Django does between requests: a database that was away is asked anew.
            connection.close_if_unusable_or_obsolete()
        print(json.dumps(answer), flush=True)  # noqa: T201  the answer


main()
