"""The people who work in the newsroom: accounts and roles."""
