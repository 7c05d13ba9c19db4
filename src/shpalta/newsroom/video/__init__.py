"""Video: the house's own files, made streamable, and what lives elsewhere, kept as a card."""
