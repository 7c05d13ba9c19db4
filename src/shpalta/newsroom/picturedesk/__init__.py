"""The picture desk: taking pictures in, finding them, and what they may be used for."""
