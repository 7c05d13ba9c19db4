"""The journal: what changed for readers, in order, none left out."""
