"""Pictures: the originals, their captions, credits and renditions."""
