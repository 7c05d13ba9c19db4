"""The reader of news pages and agency copy saved as plain text."""

from shpalta.intake.text.decode import MAX_BYTES, Decoded, check_size, decode_copy
from shpalta.intake.text.document import (
    Block,
    Copy,
    Furniture,
    Picture,
    ReadOptions,
    Source,
    TickerLine,
    to_json,
)
from shpalta.intake.text.errors import CopyError
from shpalta.intake.text.reading import find_year, read_copy
from shpalta.intake.text.sources import attribution_sentence, read_attribution

__all__ = [
    "MAX_BYTES",
    "Block",
    "Copy",
    "CopyError",
    "Decoded",
    "Furniture",
    "Picture",
    "ReadOptions",
    "Source",
    "TickerLine",
    "attribution_sentence",
    "check_size",
    "decode_copy",
    "find_year",
    "read_attribution",
    "read_copy",
    "to_json",
]
