"""What the house knows by name: topics, people, organisations, places, authors and sources."""
