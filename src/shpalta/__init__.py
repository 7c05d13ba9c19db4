"""Shpalta, an engine for online newspapers: live pages at the speed of files."""

__version__ = "0.1.0"
