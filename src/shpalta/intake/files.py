"""Copy as files: bytes with a name, and what was read of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from shpalta.intake.text.decode import check_size, decode_copy
from shpalta.intake.text.document import Copy, ReadOptions
from shpalta.intake.text.errors import CopyError
from shpalta.intake.text.reading import find_year, read_copy


@dataclass(frozen=True, slots=True)
class CopyFile:
    """A piece of copy as it came: `name` is for people, `data` the bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read, or the error that says why it was not."""

    name: str
    copy: Copy | None = None
    encoding: str = ""
    error: str = ""


def load_copy(path: Path) -> CopyFile:
    """Read a file's bytes, asking for its size first. Raises CopyError."""
    try:
        check_size(path.stat().st_size)
        return CopyFile(str(path), path.read_bytes())
    except OSError as error:
        message = f"The file cannot be opened: {error.strerror}. Check its name and its rights."
        raise CopyError(message) from error


def read_file(file: CopyFile, options: ReadOptions) -> Reading:
    """Read one piece of copy; what is wrong with it stands in the reading's error."""
    try:
        decoded = decode_copy(file.data)
        copy = read_copy(decoded.text, options=options)
    except CopyError as error:
        return Reading(file.name, error=str(error))
    return Reading(file.name, copy=copy, encoding=decoded.encoding)


def neighbour_years(files: Iterable[CopyFile]) -> tuple[int, ...]:
    """Collect the years that a folder's files print, for the date lines that print none."""
    years = []
    for file in files:
        try:
            year = find_year(decode_copy(file.data).text)
        except CopyError:
            continue
        if year is not None:
            years.append(year)
    return tuple(years)
