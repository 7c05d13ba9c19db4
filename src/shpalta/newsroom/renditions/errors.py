"""What can be wrong with a picture from which files are to be made."""

from shpalta.core.errors import ShpaltaError


class UnmakeableError(ShpaltaError):
    """Nothing can be made of a picture's file. `why` is one of `choices.Why`.

    `permanent`: trying again is of no use until the file is another one.
    """

    def __init__(self, why: str, *, permanent: bool) -> None:
        super().__init__(why)
        self.why = why
        self.permanent = permanent
