"""How long it takes until readers can get a photo of 24 megapixels.

    python benchmarks/renditions.py [--rounds 3]

All files of a photo of 6000 by 4000 points (AVIF, WebP and JPEG in five shapes) are made by the
workshop's own function and, in the same run, by Wagtail with a filter for each of them: the same
widths, formats and qualities, one thread each encoder. Rounds alternate; figures are medians.
Exits with 1 if ours takes longer than it may, or if a file is heavier than it may be.
"""

import argparse
import io
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shpalta.site.settings")

from PIL import Image

TARGET_SECONDS = 3.0
WIDTH, HEIGHT = 6000, 4000
_LAYERS = ((8, 0.5), (32, 0.35), (128, 0.2), (600, 0.1), (3000, 0.05))
"""Widths of noise that is blown up and blended: clouds, shapes, leaves, grain."""


def draw_photo() -> bytes:
    """Draw what is as rough as a photo, the same every time, as a camera's JPEG."""
    chance = random.Random(24)
    photo = Image.new("RGB", (WIDTH, HEIGHT), (110, 120, 130))
    for width, strength in _LAYERS:
        height = max(1, width * HEIGHT // WIDTH)
        grain = Image.frombytes("RGB", (width, height), chance.randbytes(width * height * 3))
        blown = grain.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        photo = Image.blend(photo, blown, strength)
    file = io.BytesIO()
    photo.save(file, "JPEG", quality=92)
    return file.getvalue()


def _ours(data: bytes) -> Callable[[], list[tuple[str, str, int, int]]]:
    from shpalta.core.crops import Shape
    from shpalta.newsroom.renditions.developing import develop, opened, upright_size
    from shpalta.newsroom.renditions.plans import frame
    from shpalta.newsroom.renditions.services import Framing, rectangle_of

    def make() -> list[tuple[str, str, int, int]]:
        with opened(data) as image:
            size = upright_size(image)
            framing = Framing((0.4, 0.4), {})
            frames = [frame(one, rectangle_of(one, size, framing), size) for one in Shape]
            made = develop(image, frames, b"<x:xmpmeta/>")
        return [(one.shape, one.format, one.width, len(one.data)) for one in made]

    return make


def _specs() -> list[str]:
    from shpalta.core.crops import RATIOS
    from shpalta.newsroom.renditions.developing import QUALITIES
    from shpalta.newsroom.renditions.plans import WIDTHS, Format

    specs = []
    for shape, widths in WIDTHS.items():
        kinds = [(width, one) for width in widths.modern for one in (Format.AVIF, Format.WEBP)]
        for width, kind in (*kinds, *((width, Format.JPEG) for width in widths.fallback)):
            name = "jpeg" if kind == Format.JPEG else str(kind)
            across, down = RATIOS.get(shape, (1, 1))
            cut = f"fill-{width}x{round(width * down / across)}" if shape in RATIOS else ""
            specs.append(
                f"{cut or f'width-{width}'}|format-{name}|{name}quality-{QUALITIES[kind][0]}"
            )
    return specs


def _wagtail(data: bytes) -> Callable[[], int]:
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage
    from wagtail.images.models import Filter

    from shpalta.newsroom.media.models import Picture

    name = default_storage.save("original_images/photo.jpg", ContentFile(data))
    # Without a database: it is not saved, and asks for no collection.
    picture = Picture(title="photo", file=name, width=WIDTH, height=HEIGHT, collection_id=1)
    specs = _specs()

    def make() -> int:
        for spec in specs:
            with picture.generate_rendition_file(Filter(spec=spec)) as file:
                file.read()
        return len(specs)

    return make


def main() -> None:
    """Measure and judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA"] = folder
        import django

        django.setup()
        from shpalta.newsroom.renditions.plans import MOST_BYTES

        data = draw_photo()
        ours, wagtail = _ours(data), _wagtail(data)
        made, taken = ours(), {"shpalta": [], "wagtail": []}  # type: ignore[var-annotated]
        for _round in range(rounds):
            for who, make in (("shpalta", ours), ("wagtail", wagtail)):
                start = time.perf_counter()
                make()
                taken[who].append(time.perf_counter() - start)
    mine, peer = (statistics.median(taken[who]) for who in ("shpalta", "wagtail"))
    heaviest = max(made, key=lambda one: one[3])
    print(f"photo                {WIDTH}x{HEIGHT}, {len(data) / 1e6:.1f} MB, {len(made)} files")
    print(f"shpalta              {mine:.2f} s (target {TARGET_SECONDS:.1f})")
    print(f"wagtail, same specs  {peer:.2f} s")
    print(f"ratio                {mine / peer:.2f}")
    print(f"heaviest file        {heaviest[0]} {heaviest[2]} {heaviest[1]}: {heaviest[3]} bytes")
    sys.exit(mine > TARGET_SECONDS or heaviest[3] > MOST_BYTES)


if __name__ == "__main__":
    main()
