"""How titles look, as pages need it: read with the house, once for many pages."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from shpalta.newsroom.design.models import Design, FrontSection, Nameplate, Theme
from shpalta.newsroom.design.tokens import STACKS
from shpalta.newsroom.titles.colours import is_colour
from shpalta.newsroom.titles.models import Title

SUFFIXES: Mapping[str, str] = {"image/svg+xml": "svg", "image/png": "png"}


@dataclass(frozen=True, slots=True)
class Plate:
    """A nameplate's file name and size in CSS pixels."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Look:
    """One title's design; what is empty is as the house has it."""

    display_face: str = ""
    text_face: str = ""
    tint: str = ""
    dark_tint: str = ""
    breaking: str = ""
    dark_breaking: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    editor: Mapping[str, str] = field(default_factory=dict)
    email: str = ""
    phone: str = ""
    networks: tuple[str, ...] = ()
    plate: Plate | None = None
    dark_plate: Plate | None = None
    bands: tuple[tuple[int, int], ...] = ()
    """Of the front: ids of rubrics and how many stories; none: as the rubrics are."""


PLAIN = Look()


def read_looks() -> dict[int, Look]:
    """Read all designs by their title's id."""
    plates: dict[tuple[int, str], Plate] = {}
    for plate in Nameplate.objects.defer("data"):
        name = f"{plate.digest}.{SUFFIXES.get(plate.content_type, 'bin')}"
        plates[plate.design_id, plate.theme] = Plate(name, plate.width, plate.height)
    bands: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for band in FrontSection.objects.order_by("position", "pk"):
        bands[band.design_id].append((band.rubric_id, band.stories))
    return {
        row.title_id: Look(
            display_face=row.display_face,
            text_face=row.text_face,
            tint=row.tint,
            dark_tint=row.dark_tint,
            breaking=row.breaking,
            dark_breaking=row.dark_breaking,
            address=row.address,
            editor=row.editor,
            email=row.email,
            phone=row.phone,
            networks=tuple(row.networks),
            plate=plates.get((row.pk, Theme.LIGHT)),
            dark_plate=plates.get((row.pk, Theme.DARK)),
            bands=tuple(bands[row.pk]),
        )
        for row in Design.objects.all()
    }


def look_css(title: Title, look: Look) -> SafeString:
    """Give a title's colours and typefaces as custom properties, for a style element."""
    light = {"accent": title.colour, "tint": look.tint, "breaking": look.breaking}
    dark = {"accent": title.dark_colour, "tint": look.dark_tint, "breaking": look.dark_breaking}
    faces = {"display": STACKS.get(look.display_face), "serif": STACKS.get(look.text_face)}
    types = "".join(f"--{name}:{stack};" for name, stack in faces.items() if stack)
    return SafeString(
        f":root{{{_properties(light)}{types}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_properties(dark)}}}}}"
    )


def _properties(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{one};" for name, one in colours.items() if is_colour(one))
