"""The demo newspaper: its content as data, its pictures as code."""
