"""What readers read and saw, in sums by the hour: taken from the edges, shown to the newsroom."""
