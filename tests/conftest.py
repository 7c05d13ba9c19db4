"""What holds for all tests."""

import pytest
from hypothesis import settings

# How long one example takes says more of the machine's load than of the code.
settings.register_profile("shpalta", deadline=None)
settings.load_profile("shpalta")


@pytest.fixture(autouse=True)
def judges_anew() -> None:
    """Let each test have a judge that remembers nothing of the rows of another one."""
    from shpalta.readers.moderation import judge, sorting

    judge.forget()
    sorting.forget()
