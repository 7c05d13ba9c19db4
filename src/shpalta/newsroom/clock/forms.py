"""The small form in which a moment is chosen."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shpalta.newsroom.clock.due import NoSuchTimeError, read_wall_time

_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M")


class WallTimeField(forms.Field):
    """A date and a time as a clock on the wall shows them: a naive datetime."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        """Read what browsers send, or what people write where a browser has no such field."""
        text = str(value or "").strip()
        for pattern in _FORMATS:
            try:
                # Naive on purpose: which moment it names is said by the title's zone.
                return datetime.strptime(text, pattern)  # noqa: DTZ007
            except ValueError:
                continue
        if text:
            raise ValidationError(_("Write the moment as 2026-11-24 12:00."), code="invalid")
        return None

    def prepare_value(self, value: Any) -> Any:
        """Write a moment as browsers want it; seconds only where there are some."""
        if isinstance(value, datetime):
            return value.isoformat(timespec="seconds" if value.second else "minutes")
        return value


class MomentForm(forms.Form):
    """When something is to happen, in the zone of the story's title.

    After `is_valid`, `moment` is aware, and `is_first_of_two` says that the written time stands
    twice that night.
    """

    due_at = WallTimeField(label=gettext_lazy("Date and time"))
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.moment: datetime | None = None
        self.is_first_of_two = False
        self.fields["due_at"].help_text = _("In the zone of the newspaper: %(zone)s.") % {
            "zone": zone.key
        }

    def clean_due_at(self) -> datetime:
        """Refuse a time that does not exist, or has passed."""
        wall: datetime = self.cleaned_data["due_at"]
        try:
            due = read_wall_time(wall, self.zone)
        except NoSuchTimeError as error:
            message = _(
                "There is no such time that night: the clocks go forward. The next one is %(time)s."
            )
            raise ValidationError(message % {"time": f"{error.after:%H:%M}"}) from error
        if due.moment <= timezone.now():
            raise ValidationError(_("This moment has passed."), code="past")
        self.moment, self.is_first_of_two = due.moment, due.is_first_of_two
        return wall


class ScheduleForm(MomentForm):
    """When a version goes out; for a story that is scheduled already, which version."""

    newest = forms.BooleanField(
        required=False, label=gettext_lazy("Send out the newest version, with all later changes")
    )

    def __init__(self, *args: Any, has_newer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_newer:
            del self.fields["newest"]


def first_offer(zone: ZoneInfo, *, embargo_until: datetime | None) -> datetime:
    """Give the wall-clock time (naive) that the form begins with.

    The end of an embargo that still holds, else the next full hour.
    """
    now = timezone.now()
    if embargo_until is not None and embargo_until > now:
        whole = embargo_until.replace(microsecond=0)
        moment = whole if whole == embargo_until else whole + timedelta(seconds=1)
    else:
        hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        moment = hour + timedelta(hours=1)
    return moment.astimezone(zone).replace(tzinfo=None)
