"""Static files under names that change with their content, once they were collected."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedStaticFiles(ManifestStaticFilesStorage):
    """Hashed names by the manifest; plain names where nothing was collected, as in tests."""

    def stored_name(self, name: str) -> str:
        """Give the hashed name of a collected file. Raises ValueError for one that is not there."""
        if not self.hashed_files:
            return name
        stored: str = super().stored_name(name)
        return stored
