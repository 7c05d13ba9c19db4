"""The newsroom's screens of moderation."""
