"""Turning a video file into what readers can play, in a process of its own.

Nothing here knows of Django or of the database: a file that breaks or hangs the decoder ends a
process that holds nothing, and its row says what became of it. `runner` is the other side.
"""
