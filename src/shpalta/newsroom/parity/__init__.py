"""Parity: no less in the edition at the title's root than in its other languages."""
