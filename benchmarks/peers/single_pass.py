"""What a person would do by hand: one pass over a video, to H.264 and AAC in an MP4.

    python benchmarks/peers/single_pass.py SOURCE TARGET

The same libraries and the same settings of the encoders as the workshop's, and nothing else: no
look at the file beforehand, no upright turning, no playlists, no still, nobody who is told how
far it is. What is H.264 and AAC already is copied.
"""

import os
import sys
from fractions import Fraction

import av

SETTINGS = {"preset": "veryfast", "crf": "23", "profile": "high", "sc_threshold": "0"}
SETTINGS |= {"maxrate": "2800000", "bufsize": "5600000"}
FAST_START = {"movflags": "+faststart"}


def encode(source: str, target: str) -> None:
    """Decode and encode every packet."""
    with av.open(source) as given, av.open(target, "w", options=FAST_START) as made:
        picture, sound = given.streams.video[0], given.streams.audio[0]
        picture.thread_type = "AUTO"
        rate = picture.average_rate or Fraction(25)
        keys = {"g": str(round(rate * 2))}
        pictures = made.add_stream("libx264", rate=rate, options=SETTINGS | keys)
        pictures.width, pictures.height = picture.width, picture.height
        pictures.pix_fmt = "yuv420p"
        pictures.codec_context.thread_count = 2
        sounds = made.add_stream("aac", rate=48_000)
        sounds.bit_rate = 128_000
        for packet in given.demux(picture, sound):
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame):
                    frame.pict_type = 0
                    made.mux(pictures.encode(frame))
                elif isinstance(frame, av.AudioFrame):
                    made.mux(sounds.encode(frame))
        made.mux(pictures.encode(None))
        made.mux(sounds.encode(None))


def copy(source: str, target: str) -> None:
    """Put the packets into another file as they are."""
    with av.open(source) as given, av.open(target, "w", options=FAST_START) as made:
        streams = [given.streams.video[0], given.streams.audio[0]]
        copies = {one.index: made.add_stream_from_template(one) for one in streams}
        for packet in given.demux(streams):
            if packet.dts is not None:
                packet.stream = copies[packet.stream.index]
                made.mux(packet)


def main() -> None:
    """Do which of the two the file needs."""
    source, target = sys.argv[1:]
    os.nice(10)  # as the workshop's process does
    with av.open(source) as given:
        fits = given.streams.video[0].codec_context.name == "h264"
    (copy if fits else encode)(source, target)


if __name__ == "__main__":
    main()
