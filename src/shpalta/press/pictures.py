"""Pictures in the sizes that pages print, made before a reader asks for them.

Wagtail makes and stores the renditions; here it is said which ones a page needs, and they are
read for a whole page with one query.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from wagtail.images.models import Filter

from shpalta.newsroom.media.models import Picture, Rendition
from shpalta.press.pages.parts import PictureView, SharedPicture

WIDTHS = (400, 800, 1200, 1600)
"""Widths in pixels; a phone of 390 at three dots a pixel asks for 1200."""
SHARED_SHAPES = ((1200, 675), (1200, 900), (1200, 1200))
"""16:9, 4:3 and 1:1, as search engines ask for them; the first is also the link card's."""

_WIDTH_SPECS = tuple(f"width-{width}|format-webp|webpquality-74" for width in WIDTHS)
_SHARED_SPECS = tuple(
    f"fill-{width}x{height}|format-jpeg|jpegquality-80" for width, height in SHARED_SHAPES
)
_ALL_SPECS = (*_WIDTH_SPECS, *_SHARED_SPECS)
_FILTERS = {spec: Filter(spec=spec) for spec in _ALL_SPECS}


def ensure_renditions(picture: Picture) -> None:
    """Make every rendition of a picture that a page may print and that is not there yet."""
    rows = Rendition.objects.filter(image_id=picture.pk, filter_spec__in=_ALL_SPECS)
    _make(picture, set(_ALL_SPECS) - {row.filter_spec for row in rows if _fits(row, picture)})


def _fits(row: Rendition, picture: Picture) -> bool:
    """Tell whether a rendition was cut around the picture's focal point as it is now."""
    key: str = _FILTERS[row.filter_spec].get_cache_key(picture)
    return bool(row.focal_point_key == key)


def _make(picture: Picture, specs: Iterable[str]) -> dict[str, Rendition]:
    # Not by Wagtail's `get_renditions`: it asks a cache first, of which each process has its own,
    # so what another process has replaced would live on; and it leaves its temporary files open.
    made = {}
    for spec in specs:
        cut = _FILTERS[spec]
        with picture.generate_rendition_file(cut) as file:
            made[spec], _is_new = Rendition.objects.get_or_create(
                image=picture,
                filter_spec=spec,
                focal_point_key=cut.get_cache_key(picture),
                defaults={"file": file},
            )
    return made


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pictures a page prints: `shared` ones also in the shapes for link cards."""

    plain: frozenset[int] = frozenset()
    shared: frozenset[int] = frozenset()


class Album:
    """The pictures of one page, by id, with their renditions."""

    def __init__(self, views: dict[int, PictureView]) -> None:
        self._views = views

    def find(
        self, picture_id: int | None, *, alt: str = "", caption: str = "", credit: str = ""
    ) -> PictureView | None:
        """Give a picture to print, with a story's own words where it has some."""
        view = self._views.get(picture_id or 0)
        if view is None:
            return None
        return replace(
            view,
            alt=alt or view.alt,
            caption=caption or view.caption,
            credit=credit or view.credit,
        )

    def find_bare(self, picture_id: int | None) -> PictureView | None:
        """Give a picture to stand beside a headline, which says all: no words of its own."""
        view = self._views.get(picture_id or 0)
        return None if view is None else replace(view, alt="", caption="", credit="")


def read_album(wanted: Wanted, language: str) -> Album:
    """Read pictures, described in a language, with their renditions: two queries for a page."""
    ids = wanted.plain | wanted.shared
    if not ids:
        return Album({})
    specs = _ALL_SPECS if wanted.shared else _WIDTH_SPECS
    kept: dict[int, dict[str, Rendition]] = defaultdict(dict)
    pictures = Picture.objects.showable().in_bulk(ids)
    for row in Rendition.objects.filter(image_id__in=ids, filter_spec__in=specs):
        picture = pictures.get(row.image_id)
        if picture and _fits(row, picture):
            kept[row.image_id][row.filter_spec] = row
    views = {}
    for picture_id, picture in pictures.items():
        needed = _ALL_SPECS if picture_id in wanted.shared else _WIDTH_SPECS
        view = _view(picture, _completed(picture, kept[picture_id], needed), language)
        if view is not None:
            views[picture_id] = view
    return Album(views)


def _completed(
    picture: Picture, kept: dict[str, Rendition], needed: Iterable[str]
) -> dict[str, Rendition]:
    """Make what is missing; a picture whose file is lost or broken is left out of the page."""
    missing = [spec for spec in needed if spec not in kept]
    if not missing:
        return kept
    try:
        return kept | _make(picture, missing)
    except OSError:
        return kept


def _view(picture: Picture, renditions: dict[str, Rendition], language: str) -> PictureView | None:
    by_width = {
        row.width: row for spec in _WIDTH_SPECS if (row := renditions.get(spec)) is not None
    }
    if not by_width:
        return None
    usual = by_width.get(800) or by_width[max(by_width)]
    return PictureView(
        src=usual.url,
        srcset=", ".join(f"{row.url} {width}w" for width, row in sorted(by_width.items())),
        width=usual.width,
        height=usual.height,
        alt=picture.alt_in(language),
        caption=picture.caption,
        credit=picture.credit,
        sharing=_shared(renditions, max(by_width.values(), key=lambda row: row.width)),
        machine=picture.machine,
        until=picture.rights_end_at,
    )


def _shared(renditions: dict[str, Rendition], largest: Rendition) -> tuple[SharedPicture, ...]:
    cut = [row for spec in _SHARED_SPECS if (row := renditions.get(spec)) is not None]
    return tuple(SharedPicture(row.url, row.width, row.height) for row in cut or [largest])


def wanted_ids(ids: Iterable[int | None]) -> frozenset[int]:
    """Leave out the empty ones."""
    return frozenset(picture_id for picture_id in ids if picture_id)
