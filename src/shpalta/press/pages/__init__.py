"""What the templates print: frozen dataclasses, one a kind of page, and their parts."""
