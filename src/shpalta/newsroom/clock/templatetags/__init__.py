"""What templates ask of the clock."""
