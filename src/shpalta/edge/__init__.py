"""The edge: a shared HTTP cache that knows the journal. No Django in here."""
