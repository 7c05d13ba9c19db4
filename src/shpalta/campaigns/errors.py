"""What can be wrong with campaigns."""

from shpalta.core.errors import ShpaltaError


class CampaignError(ShpaltaError):
    """Something that cannot be done with a campaign. The message says why."""

    permanent = True


class ReportRefusedError(CampaignError):
    """A partner's report that is not taken; `status` is the HTTP status that says so."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status
