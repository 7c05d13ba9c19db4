"""The video of the day: which one each edition shows on every page, and from which moment."""
