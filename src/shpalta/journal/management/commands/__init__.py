"""Commands of the journal for `shpalta manage`."""
