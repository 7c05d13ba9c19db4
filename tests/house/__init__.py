"""A whole house for tests: real processes over one folder, changed by processes of their own."""
