"""How tests are shared out: what is named there is there, and one house is made once."""

from tests.migrated import ROOT
from tests.sharing import LONGEST, WITH_A_HOUSE_OF_THEIR_OWN, WITH_THE_LIVE_HOUSE, share_of


def test_what_is_named_is_there() -> None:
    browsers = (
        f"tests/browser/test_{subject}.py"
        for subject in (*WITH_A_HOUSE_OF_THEIR_OWN, *WITH_THE_LIVE_HOUSE)
    )
    assert [path for path in (*LONGEST, *browsers) if not (ROOT / path).exists()] == []


def test_tests_with_one_house_are_kept_together() -> None:
    def share(file: str) -> str:
        return share_of(f"tests/{file}.py::test_something[a::b]")

    assert share("integration/servers/test_nginx") == share("integration/servers/test_varnish")
    assert share("browser/test_clock") == share("browser/test_spine")
    assert share("browser/test_live") == share("browser/test_live_line")


def test_all_others_are_shared_out_file_by_file() -> None:
    files = ["unit/core/test_dates", "unit/core/test_money", "browser/test_places"]
    shares = {share_of(f"tests/{file}.py::test_something") for file in files}
    assert len(shares | {share_of("tests/browser/test_live.py::test_something")}) == 4
