"""What is made of a picture's bytes: sizes, formats, colours, and what it says of itself."""

import io
import random
from typing import Any

import pytest
from PIL import Image, ImageCms

from shpalta.core.crops import EVERYTHING, Rectangle, Shape, cut
from shpalta.newsroom.renditions.developing import QUALITIES, Made, develop, opened, upright_size
from shpalta.newsroom.renditions.errors import UnmakeableError
from shpalta.newsroom.renditions.plans import MOST_BYTES, Format, frame

PACKET = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Credit: Hai</x:xmpmeta>'


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def made_of(data: bytes, *shapes: Shape, packet: bytes = b"") -> list[Made]:
    with opened(data) as image:
        size = upright_size(image)
        frames = [
            frame(shape, EVERYTHING if shape == Shape.WHOLE else cut(shape, size), size)
            for shape in shapes or list(Shape)
        ]
        return develop(image, frames, packet)


def shown(made: Made) -> Image.Image:
    return Image.open(io.BytesIO(made.data))


def noise(width: int, height: int) -> Image.Image:
    grain = random.Random(7).randbytes(width * height * 3 // 256)
    return Image.frombytes("RGB", (width // 16, height // 16), grain).resize((width, height))


def halves(width: int, height: int) -> Image.Image:
    """Give a picture that is red above and blue below."""
    image = Image.new("RGB", (width, height), (220, 20, 20))
    image.paste((20, 20, 220), (0, height // 2, width, height))
    return image


def test_every_file_is_what_it_says_and_as_large_as_planned() -> None:
    made = made_of(encoded(halves(2000, 1500)))
    kinds = {Format.AVIF: "AVIF", Format.WEBP: "WEBP", Format.JPEG: "JPEG"}
    for one in made:
        image = shown(one)
        assert (image.format, image.size) == (kinds[one.format], (one.width, one.height))
    whole = {(one.format, one.width) for one in made if one.shape == Shape.WHOLE}
    assert {(Format.AVIF, 1600), (Format.WEBP, 400), (Format.JPEG, 800)} <= whole
    shared = [one for one in made if one.format == Format.JPEG and one.width == 1200]
    assert {(one.shape, one.height) for one in shared} == {
        (Shape.WIDE, 675),
        (Shape.CLASSIC, 900),
        (Shape.SQUARE, 1200),
    }


def test_nothing_is_made_larger_than_it_is() -> None:
    made = made_of(encoded(halves(500, 300)))
    assert max(one.width for one in made) == 500
    assert {one.width for one in made if one.shape == Shape.SQUARE} == {240, 300}


def test_what_readers_wait_for_is_light_however_rough_the_picture() -> None:
    rough = noise(1600, 960)
    assert len(encoded(rough, "WEBP", quality=QUALITIES[Format.WEBP][0])) > MOST_BYTES
    made = made_of(encoded(rough), Shape.WHOLE)
    assert max(len(one.data) for one in made) <= MOST_BYTES


def test_a_turned_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter to the right when looked at
    data = encoded(halves(1200, 800).rotate(90, expand=True), exif=exif)
    with opened(data) as turned:
        assert upright_size(turned) == (1200, 800)
    made = made_of(data, Shape.WHOLE)
    for one in made:
        image = shown(one).convert("RGB")
        assert image.size == (one.width, one.height)
        top: Any = image.getpixel((image.width // 2, image.height // 8))
        assert top[0] > 150 > top[2]


def test_nothing_of_the_original_but_the_packet_is_passed_on() -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (50.0, 27.0, 0.0)}
    exif[0x010F], exif[0xA431] = "Camera", "SERIAL-77"
    data = encoded(halves(900, 600), exif=exif, xmp=b"<x>SECRET</x>", comment=b"SECRET")
    assert b"SERIAL-77" in data
    for one in made_of(data, packet=PACKET):
        image = shown(one)
        assert not image.getexif()
        assert b"SERIAL-77" not in one.data
        assert b"SECRET" not in one.data
        assert b"Credit: Hai" in one.data


def test_colours_become_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    lab = Image.new("RGB", (600, 400), (128, 128, 128))
    # A profile of another colour space is a broken one: the picture is taken as it is.
    made = made_of(encoded(lab, icc_profile=profile.tobytes()), Shape.WHOLE)
    assert all(not shown(one).info.get("icc_profile") for one in made)
    cmyk = Image.new("CMYK", (600, 400), (0, 255, 255, 0))
    pixel: Any = shown(made_of(encoded(cmyk), Shape.WHOLE)[0]).convert("RGB").getpixel((9, 9))
    assert pixel[0] > 180
    assert max(pixel[1:]) < 90


def test_transparency_stays_and_stands_on_white_where_it_cannot() -> None:
    image = Image.new("RGBA", (1300, 1300), (200, 0, 0, 0))
    made = made_of(encoded(image, "PNG"))
    assert {one.format for one in made if one.shape == Shape.WHOLE} == {
        Format.AVIF,
        Format.WEBP,
        Format.PNG,
    }
    for one in made:
        if one.format == Format.JPEG:
            assert shown(one).getpixel((5, 5)) == (255, 255, 255)
        else:
            pixel: Any = shown(one).convert("RGBA").getpixel((5, 5))
            assert pixel[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16"])
def test_every_mode_of_points_can_be_made(mode: str) -> None:
    data = encoded(Image.new(mode, (500, 400)), "PNG")
    assert made_of(data, Shape.CARD)


def test_of_a_moving_picture_the_first_frame_is_taken() -> None:
    first, second = Image.new("RGB", (400, 300), "white"), Image.new("RGB", (400, 300), "black")
    data = encoded(first, "GIF", save_all=True, append_images=[second])
    pixel: Any = shown(made_of(data, Shape.WHOLE)[0]).convert("RGB").getpixel((9, 9))
    assert min(pixel) > 240


def test_a_small_part_of_a_large_picture_is_sharp() -> None:
    image = halves(4800, 3200)
    size = image.size
    part = Rectangle(0.5, 0.4, 0.25, 0.25 * 3 / 2 * 2 / 3)
    with opened(encoded(image)) as large:
        made = develop(large, [frame(Shape.CARD, part, size)])
    assert max(one.width for one in made) == 1200


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", encoded(noise(800, 600))[:9000], encoded(noise(80, 60), "PNG")[:-400]],
)
def test_what_is_broken_is_said_to_be(data: bytes) -> None:
    with pytest.raises(UnmakeableError) as error:
        made_of(data)
    assert error.value.permanent
