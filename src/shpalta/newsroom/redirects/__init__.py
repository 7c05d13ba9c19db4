"""Addresses for ever: redirects from old ones, and what things were called before."""
