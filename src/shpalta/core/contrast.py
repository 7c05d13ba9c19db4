"""Contrast of colours by WCAG 2.2: relative luminance, the ratio of two, a colour that passes.

The formulas are those of the recommendation's glossary, "relative luminance" and "contrast
ratio". Colours are written `#rrggbb`, lower case.
"""

import colorsys

TEXT = 4.5
"""The least ratio of text to what is behind it (success criterion 1.4.3, level AA)."""
_STEPS = 200


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour: 0 for black to 1 for white."""
    linear = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  as the glossary says
        for channel in _channels(colour)
    )
    return sum(
        weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours: 1 for the same one to 21 for black and white."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def worst_contrast(colour: str, *others: str) -> float:
    """Give the smallest of a colour's ratios to some others."""
    return min(contrast(colour, other) for other in others)


def nearest_passing(colour: str, *others: str, least: float = TEXT) -> str | None:
    """Find the colour of the same hue that reaches a ratio to all others, the most alike first.

    None if neither a lighter nor a darker one does.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    for step in range(_STEPS + 1):
        for moved in (lightness - step / _STEPS, lightness + step / _STEPS):
            if not 0 <= moved <= 1:
                continue
            found = _written(colorsys.hls_to_rgb(hue, moved, saturation))
            if worst_contrast(found, *others) >= least:
                return found
    return None


def _written(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
