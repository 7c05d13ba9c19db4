"""What holds for all tests."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import settings
from xdist.remote import Producer

from tests.migrated import begun_in_memory, refill
from tests.sharing import Sharing, longest_first

# How long one example takes says more of the machine's load than of the code.
settings.register_profile("shpalta", deadline=None)
settings.load_profile("shpalta")


def pytest_configure() -> None:
    """Hash passwords quickly: nobody attacks those of tests, and nearly every test logs in.

    Each process that runs tests keeps files of its own.
    """
    from django.conf import settings as of_django

    of_django.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    own = of_django.DATA / os.environ.get("PYTEST_XDIST_WORKER", "alone")
    of_django.STATIC_ROOT, of_django.MEDIA_ROOT = own / "static", own / "media"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, where tests are shared out."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        longest_first(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Sharing:
    """Share the tests out as `tests.sharing` says."""
    return Sharing(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Begin with a migrated database in each process's own memory; Django finds it up to date."""
    with begun_in_memory("file:memorydb_default?mode=memory&cache=shared"):
        yield


@pytest.fixture(scope="session", autouse=True)
def refills() -> Iterator[None]:
    """Give the database back as it was after a test of real transactions, not empty.

    So the tests after it find what migrations leave, in whatever order they run.
    """
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from django.test import TransactionTestCase

    def refill_all(_: TransactionTestCase) -> None:
        refill(connection.connection)
        ContentType.objects.clear_cache()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", refill_all)
        yield


@pytest.fixture(autouse=True)
def judges_anew() -> None:
    """Let each test have a judge that remembers nothing of the rows of another one."""
    from shpalta.readers.moderation import judge, sorting

    judge.forget()
    sorting.forget()


@pytest.fixture(scope="session", autouse=True)
def encodes_once() -> Iterator[None]:
    """Make the files of a picture once for all tests that ask for the same ones.

    Most pictures of the factories are the same but for their names, and encoding one takes
    longer than a test.
    """
    from shpalta.newsroom.renditions.developing import Made, develop

    known: dict[tuple[bytes, Any, bytes], list[Made]] = {}

    def develop_once(image: Any, frames: Sequence[Any], packet: bytes = b"") -> list[Made]:
        key = (hashlib.sha256(image.fp.getvalue()).digest(), tuple(frames), packet)
        if key not in known:
            known[key] = develop(image, frames, packet)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shpalta.newsroom.renditions.services.develop", develop_once)
        yield
