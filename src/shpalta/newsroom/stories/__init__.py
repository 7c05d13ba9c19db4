"""Stories: how they are written, published, withdrawn, listed and found."""
