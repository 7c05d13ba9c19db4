"""Siblings: the same story in a title's other editions, each a story of its own."""
