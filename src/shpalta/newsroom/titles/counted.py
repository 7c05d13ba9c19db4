"""Under a list, how many rows it has, said so that it is right in every language."""

from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator


class CountedPaginator(WagtailPaginator):
    """Pages of a list. "Campaigns: 7" where Wagtail puts a number before a name of two forms."""

    @cached_property
    def items_count_label(self) -> str:
        """Say it without a case or a number that the name would have to agree with."""
        return f"{self.verbose_name_plural}: {self.count}"
