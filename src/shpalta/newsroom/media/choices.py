"""What can be chosen for a picture: how it is licensed, what a machine has to do with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """On what grounds the newspaper may use a picture."""

    OWN = "own", _("our own")
    AGENCY = "agency", _("agency, by contract")
    HANDOUT = "handout", _("handout")
    COMMONS = "cc", _("Creative Commons")
    SOCIAL = "social", _("from social media, with consent")
    PUBLIC = "public", _("public domain")
    UNKNOWN = "unknown", _("unknown")


NO_LICENCE = frozenset({"", Licence.UNKNOWN})
"""What counts as no licence at all."""


class CommonsLicence(models.TextChoices):
    """The licences of Creative Commons, version 4.0, and the waiver CC0."""

    ZERO = "cc0", "CC0"
    BY = "by", "CC BY"
    BY_SA = "by-sa", "CC BY-SA"
    BY_ND = "by-nd", "CC BY-ND"
    BY_NC = "by-nc", "CC BY-NC"
    BY_NC_SA = "by-nc-sa", "CC BY-NC-SA"
    BY_NC_ND = "by-nc-nd", "CC BY-NC-ND"


class Machine(models.TextChoices):
    """What generative AI has to do with a picture; readers are told."""

    NONE = "", _("no AI, as far as is known")
    MADE = "made", _("made by AI")
    ALTERED = "altered", _("partly made or altered by AI")


DIGITAL_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
"""The prefix of IPTC's Digital Source Type NewsCodes; the column holds what follows it."""
MACHINE_SOURCES = {
    "trainedAlgorithmicMedia": Machine.MADE,
    "compositeWithTrainedAlgorithmicMedia": Machine.ALTERED,
    "compositeSynthetic": Machine.ALTERED,
}
"""The codes that say that a trained model made a picture or a part of it."""
