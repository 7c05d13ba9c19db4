"""The one base of every error that Shpalta raises on purpose."""


class ShpaltaError(Exception):
    """Something that Shpalta refuses or cannot do; the message is written for a person.

    It says what happened, to what, and what to do. `permanent` tells callers whether trying
    the same thing again can help: True means that it cannot.
    """

    permanent: bool = True
