"""Standing pages: about, the rules of commenting, contacts. Wagtail pages, a tree per edition."""
