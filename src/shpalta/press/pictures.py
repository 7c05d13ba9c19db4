"""Pictures as pages print them: what the workshop has made of each, read for a whole page at once.

Nothing is made here: a picture of which nothing is ready yet is left out of the page, and the
page is made anew when it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.conf import settings

from shpalta.core.crops import Shape
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions.models import Print
from shpalta.newsroom.renditions.plans import Format
from shpalta.press.pages.parts import PictureSource, PictureView, SharedPicture

SHARED_SHAPES = (Shape.WIDE, Shape.CLASSIC, Shape.SQUARE)
"""As search engines ask for them; the first is also the link card's."""
_SHARED_WIDTH = 1200
_USUAL_WIDTH = 800
"""What a browser gets that knows neither sources nor sizes."""
_MODERN = (Format.AVIF, Format.WEBP)
_FALLBACKS = (Format.JPEG, Format.PNG)

Prints = Mapping[Shape, Print]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pictures a page prints: `shared` ones also in the shapes for link cards."""

    plain: frozenset[int] = frozenset()
    shared: frozenset[int] = frozenset()


class Album:
    """The pictures of one page, by id, with what was made of them."""

    def __init__(
        self,
        pictures: Mapping[int, Picture] | None = None,
        prints: Mapping[int, Prints] | None = None,
        *,
        language: str = "",
        shared: frozenset[int] = frozenset(),
    ) -> None:
        self._pictures = pictures or {}
        self._prints = prints or {}
        self._language = language
        self._shared = shared

    def find(
        self,
        picture_id: int | None,
        *,
        alt: str = "",
        caption: str = "",
        credit: str = "",
        shape: Shape = Shape.WHOLE,
    ) -> PictureView | None:
        """Give a picture to print, with a story's own words where it has some."""
        picture = self._pictures.get(picture_id or 0)
        view = None if picture is None else self._view(picture, shape)
        if picture is None or view is None:
            return None
        return replace(
            view,
            alt=alt or picture.alt_in(self._language),
            caption=caption or picture.caption,
            credit=credit or picture.credit,
            machine=picture.machine,
            sharing=_sharing(self._prints[picture.pk]) if picture.pk in self._shared else (),
        )

    def find_bare(self, picture_id: int | None, *, shape: Shape = Shape.CARD) -> PictureView | None:
        """Give a picture to stand beside a headline, which says all: no words of its own."""
        picture = self._pictures.get(picture_id or 0)
        return None if picture is None else self._view(picture, shape)

    def _view(self, picture: Picture, shape: Shape) -> PictureView | None:
        row = self._prints.get(picture.pk, {}).get(shape)
        return None if row is None else replace(_printed(row), until=picture.rights_end_at)


def read_album(wanted: Wanted, language: str) -> Album:
    """Read pictures, described in a language, with their prints: two queries for a page."""
    ids = wanted.plain | wanted.shared
    if not ids:
        return Album()
    pictures = Picture.objects.showable().in_bulk(ids)
    prints: defaultdict[int, dict[Shape, Print]] = defaultdict(dict)
    for row in Print.objects.filter(picture_id__in=ids, retired_at__isnull=True):
        picture = pictures.get(row.picture_id)
        # What was made of another file is not this picture, whatever became of the file.
        if picture is not None and row.source == picture.file.name:
            prints[row.picture_id][Shape(row.shape)] = row
    return Album(pictures, prints, language=language, shared=wanted.shared)


def _address(row: Print, width: int, file_format: Format) -> str:
    return f"{settings.MEDIA_URL}{row.name_of(width, file_format)}"


def _height(row: Print, width: int) -> int:
    return max(1, round(width * row.height / row.width))


def _fallback(row: Print, wanted: int) -> tuple[Format, int]:
    """Choose the file for old browsers and other programs: the nearest to a width."""
    there = [(one, width) for one in _FALLBACKS for width in row.widths.get(one, ())]
    return min(there, key=lambda one: abs(one[1] - wanted))


def _printed(row: Print) -> PictureView:
    file_format, width = _fallback(row, _USUAL_WIDTH)
    return PictureView(
        src=_address(row, width, file_format),
        width=width,
        height=_height(row, width),
        alt="",
        sources=tuple(
            PictureSource(
                one.media_type,
                ", ".join(f"{_address(row, width, one)} {width}w" for width in row.widths[one]),
            )
            for one in _MODERN
            if row.widths.get(one)
        ),
    )


def _sharing(prints: Prints) -> tuple[SharedPicture, ...]:
    found = []
    for row in (prints[shape] for shape in SHARED_SHAPES if shape in prints):
        file_format, width = _fallback(row, _SHARED_WIDTH)
        found.append(SharedPicture(_address(row, width, file_format), width, _height(row, width)))
    return tuple(found)


def wanted_ids(ids: Iterable[int | None]) -> frozenset[int]:
    """Leave out the empty ones."""
    return frozenset(picture_id for picture_id in ids if picture_id)
