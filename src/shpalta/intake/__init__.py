"""Intake: copy from outside, one folder per format, turned into plain structured data."""
