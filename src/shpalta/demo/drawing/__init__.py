"""The demo newspaper's illustrations: a printmaker's canvas, motifs, and scenes by subject."""
