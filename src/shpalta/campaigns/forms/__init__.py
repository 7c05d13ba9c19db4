"""The forms of campaigns: what is written is checked at its field."""
