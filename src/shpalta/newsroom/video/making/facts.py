"""What is found out about a video file, and for what reasons one is refused."""

from dataclasses import asdict, dataclass
from typing import Any, Self

LONGEST_SIDE = 7680
"""Pixels: 8K. What claims more is no video that anybody filmed."""
SHORTEST_SIDE = 16


class RefusedError(Exception):
    """A file is no video that can be taken; `code` is one of `shpalta.newsroom.video.refusals`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Limits:
    """How long (in seconds) a video may be."""

    longest: float


@dataclass(frozen=True, slots=True)
class Facts:
    """A video as it came. Sizes in pixels as it is seen, after turning; duration in seconds."""

    duration: float
    width: int
    height: int
    rotation: int
    video_codec: str
    audio_codec: str
    """"" where there is no sound."""
    is_streamable: bool
    """Whether its codecs are those that every browser plays, so that nothing need be encoded."""

    def as_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Make it of plain data."""
        return cls(**data)
