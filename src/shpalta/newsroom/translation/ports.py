"""What a translator is. A new service is a module with such a class and a line in `services`."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Translator(Protocol):
    """Translates texts. It sees no markup: tags come as marks such as ⟦1⟧ and ⟦/1⟧."""

    @property
    def name(self) -> str:
        """What people read as the maker of a translation."""

    @property
    def is_outside(self) -> bool:
        """Whether texts leave the house."""

    def translate(
        self, texts: Sequence[str], *, source: str, target: str, names: Mapping[str, str]
    ) -> list[str]:
        """Give the texts in the language `target` (a BCP 47 tag), one for each, in order.

        Marks are kept as they are. `names` are names of people, organisations and places as both
        languages write them. Raises TranslationError.
        """
