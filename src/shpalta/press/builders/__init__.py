"""Turning rows into pages: one module a kind of page, each with one `build_` function."""
