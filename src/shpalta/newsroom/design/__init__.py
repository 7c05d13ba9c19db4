"""How each title looks: its nameplate, colours, type, front plan, and where it is found."""
