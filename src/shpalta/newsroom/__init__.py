"""The newsroom: where stories are written, kept and published. One Django app a domain."""
