"""Machine translation: one interface, a stand-in, a client of services."""
