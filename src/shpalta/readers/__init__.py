"""The readers' room: what they say under stories, and their accounts."""
