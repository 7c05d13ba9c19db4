"""The clock: what goes out at a given second."""
