"""What benchmarks of the edge run beside it: other servers with their configuration, and load."""
