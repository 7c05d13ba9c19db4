"""Django's SQLite with JSON that keeps Cyrillic as it is: two bytes a letter instead of six."""
