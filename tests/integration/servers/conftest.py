"""One house and the servers before it, for all tests that compare them."""

from collections.abc import Iterator

import pytest

from tests.house.running import running_house
from tests.integration.servers.fronts import Setting, all_fronts


@pytest.fixture(scope="session")
def setting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setting]:
    """Run a house's press and edge, Varnish and nginx; tests leave their changes behind."""
    folder = tmp_path_factory.mktemp("servers")
    with (
        running_house(folder / "house", services=("press", "readers", "edge")) as house,
        all_fronts(house, folder) as fronts,
    ):
        yield Setting(house, fronts)
