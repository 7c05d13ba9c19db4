"""Stories that titles of the house share: rules, offers, taking and taking back."""
