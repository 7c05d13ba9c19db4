"""Moderation of comments: the rules that judge them, and the newsroom's queue."""
