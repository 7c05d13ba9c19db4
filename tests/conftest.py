"""What holds for all tests."""

from hypothesis import settings

# How long one example takes says more of the machine's load than of the code.
settings.register_profile("shpalta", deadline=None)
settings.load_profile("shpalta")
