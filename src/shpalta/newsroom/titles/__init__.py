"""Titles and their editions: the newspapers of the house, and the languages they speak."""
