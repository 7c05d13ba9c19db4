"""Campaigns: the places that a title has for them, what runs there, and what became of it."""
