"""The rules of HTTP caching, one subject a file: pure functions over plain data, no I/O."""
