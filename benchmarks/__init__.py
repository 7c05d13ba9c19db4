"""Figures: each command prints ratios against a peer measured in the same run."""
