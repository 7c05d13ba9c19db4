"""What goes wrong with a translation. No message ever holds a key or a text."""

from shpalta.core.errors import ShpaltaError


class TranslationError(ShpaltaError):
    """A text could not be translated. The message says why; nothing was written."""
