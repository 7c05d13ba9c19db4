"""The wiring: settings, addresses, servers and the command line. It alone knows all rooms."""
