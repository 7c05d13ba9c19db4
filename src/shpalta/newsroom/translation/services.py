"""The registry of translators."""

from collections.abc import Callable, Mapping

from django.conf import settings

from shpalta.newsroom.translation.chat import ChatTranslator
from shpalta.newsroom.translation.configuring import CHAT, STAND_IN, Configuration
from shpalta.newsroom.translation.ports import Translator
from shpalta.newsroom.translation.stand_in import StandIn

TRANSLATORS: Mapping[str, Callable[[Configuration], Translator]] = {
    STAND_IN: lambda _configuration: StandIn(),
    CHAT: ChatTranslator,
}


def find_translator() -> Translator | None:
    """Find the translator of this installation; None where there is none."""
    configuration: Configuration = settings.SHPALTA_TRANSLATION
    make = TRANSLATORS.get(configuration.service)
    return make(configuration) if make is not None else None
