"""`shpalta manage trim_journal`: let go of old entries."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from shpalta.journal.services import KEEP_DAYS, trim


class Command(BaseCommand):
    """Deletes old entries; a follower that was away longer takes everything as stale."""

    help = "Delete entries of the journal that are older than so many days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of days."""
        parser.add_argument("--keep-days", type=float, default=KEEP_DAYS)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Delete and say how many."""
        self.stdout.write(f"{trim(options['keep_days'])} entries deleted.")
