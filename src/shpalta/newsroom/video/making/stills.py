"""The picture that stands for a video until somebody plays it."""

from pathlib import Path

import av
from av.error import FFmpegError
from PIL import Image, ImageStat

from shpalta.newsroom.video.making.facts import RefusedError
from shpalta.newsroom.video.making.looking import find_picture_stream, open_video

_MOMENTS = (0.1, 0.25, 0.5, 0.0)
"""Where it is looked for, as parts of the length: the first one is often black."""
_PLAIN = 8.0
"""A picture whose grey values differ by less is black, white or fog."""
QUALITY = 88


def make_still(movie: Path, target: Path, duration: float) -> None:
    """Write a telling picture of a video as JPEG. Raises RefusedError if none can be decoded."""
    best: tuple[float, Image.Image] | None = None
    for part in _MOMENTS:
        image = _image_at(movie, part * duration)
        if image is None:
            continue
        contrast = ImageStat.Stat(image.convert("L")).stddev[0]
        if best is None or contrast > best[0]:
            best = (contrast, image)
        if contrast >= _PLAIN:
            break
    if best is None:
        raise RefusedError("broken")
    best[1].save(target, "JPEG", quality=QUALITY)


def _image_at(movie: Path, moment: float) -> Image.Image | None:
    with open_video(movie) as container:
        stream = find_picture_stream(container)
        try:
            container.seek(int(moment * av.time_base))
            for frame in container.decode(stream):
                if frame.time is None or frame.time >= moment - 0.05:
                    image: Image.Image = frame.to_image()
                    return image
        except FFmpegError:
            return None
    return None
