"""The house's own host names, which no placement names."""

from shpalta.newsroom.redirects.models import FormerHost
from shpalta.newsroom.titles.models import Host


def read_own_hosts() -> frozenset[str]:
    """Give the host names that titles have or had. One query."""
    now, once = (model.objects.order_by().values_list("name") for model in (Host, FormerHost))
    return frozenset(name for (name,) in now.union(once))
