"""What a picture's file says of itself: IPTC Photo Metadata in XMP or IIM, and Exif.

XMP (ISO 16684-1) is asked first, then the older IIM records, then Exif. Nothing is believed more
than that the file says it: all of it stands in the form, where a person looks at it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from shpalta.newsroom.media.choices import MACHINE_SOURCES, CommonsLicence, Licence, Machine
from shpalta.newsroom.media.exif import read_exif
from shpalta.newsroom.media.iim import read_iim
from shpalta.newsroom.media.xmp import Texts, read_xmp

_COMMONS = re.compile(r"creativecommons\.org/(?:licenses/([a-z-]+)/|publicdomain/(zero)/)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_IPTC_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T?(\d\d):?(\d\d):?(\d\d)?)?(.*)")


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says, in the words of `Picture`'s fields; empty where it says nothing."""

    caption: str = ""
    headline: str = ""
    creator: str = ""
    credit: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    web_statement: str = ""
    licence: str = ""
    commons_licence: str = ""
    taken_at: datetime | None = None
    city: str = ""
    country: str = ""
    persons: str = ""
    digital_source: str = ""
    machine: str = ""
    keywords: tuple[str, ...] = ()

    def fields(self) -> Mapping[str, Any]:
        """Give what is said, by field of `Picture`; keywords are no field."""
        named = {name: getattr(self, name) for name in self.__slots__ if name != "keywords"}
        return {name: value for name, value in named.items() if value}


def read_said(notes: Mapping[str, Any]) -> Said:
    """Read what stands beside the pixels (`Inspected.notes`); what cannot be read is left out."""
    xmp, iim, exif = read_xmp(notes.get("xmp")), read_iim(notes.get("photoshop")), read_exif(notes)

    def first(*names: str) -> str:
        return next((text for text in (_joined(_find(name)) for name in names) if text), "")

    def _find(name: str) -> Iterable[str]:
        return xmp.get(name) or iim.get(name) or exif.get(name) or ()

    source = first("digital source").rstrip("/").rpartition("/")[2]
    terms = _address(first("web statement")) or _address(first("licence address"))
    commons = _commons(f"{terms} {first('licence address')} {first('usage terms')}")
    return Said(
        caption=first("caption")[:500],
        headline=first("headline")[:300],
        creator=first("creator")[:300],
        credit=first("credit", "creator")[:300],
        copyright_notice=first("copyright")[:500],
        usage_terms=first("usage terms", "instructions")[:1000],
        web_statement=terms,
        licence=Licence.COMMONS if commons else "",
        commons_licence=commons,
        taken_at=next(
            (moment for text in (xmp, iim, exif) if (moment := _moment(text.get("taken", ())))),
            None,
        ),
        city=first("city")[:200],
        country=first("country")[:200],
        persons=first("persons")[:1000],
        digital_source=source[:100] if source.isascii() else "",
        machine=MACHINE_SOURCES.get(source, Machine.NONE),
        keywords=_keywords(_find("keywords")),
    )


def _clean(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(cleaned for text in texts if (cleaned := _clean(text))))


def _keywords(texts: Iterable[str]) -> tuple[str, ...]:
    found = (_clean(word) for text in texts for word in re.split("[,;]", text))
    return tuple(dict.fromkeys(word[:100] for word in found if word))[:50]


def _address(text: str) -> str:
    try:
        URLValidator(schemes=["https", "http"])(text)
    except ValidationError:
        return ""
    return text if len(text) <= 500 else ""  # noqa: PLR2004  the field's length


def _commons(text: str) -> str:
    found = _COMMONS.search(text)
    code = (found[1] or "cc0") if found else ""
    return code if code in CommonsLicence.values else ""


def _moment(texts: Texts | Iterable[str]) -> datetime | None:
    """Read a date as IPTC or Exif write it; one without a time of day or a zone is the house's."""
    for text in texts:
        found = _IPTC_DATE.fullmatch(text.strip())
        if found is None:
            continue
        year, month, day, hour, minute, second, zone = found.groups()
        clock = f"{hour or '12'}:{minute or '00'}:{second or '00'}"
        zone = re.sub(r"^\.\d+", "", zone or "").strip()
        try:
            moment = parse_datetime(f"{year}-{month}-{day}T{clock}{zone}")
        except ValueError:
            continue
        if moment is not None and moment.year > 1:
            return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    return None
