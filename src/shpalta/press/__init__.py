"""The press: turns an address into a public page."""
