"""What an advertiser's HTML loads from outside, and from which hosts."""

import pytest

from shpalta.campaigns.markup import Outside, outside_of


@pytest.mark.parametrize(
    ("html", "places", "hosts"),
    [
        ("<img src=https://cdn.example/a.png>", ("<img src>",), ("cdn.example",)),
        ("<script src='//a.example/x'></script>", ("<script src>",), ("a.example",)),
        ("<style>b{background:url(//s.example/b)}</style>", ("<style>",), ("s.example",)),
        ("<script>fetch('https://s.example/b')</script>", ("<script>",), ("s.example",)),
        ("<a href='https://shop.example/'>Buy</a>", (), ()),
        ("<script>open('{{click}}') // see example.org</script>", (), ()),
        (
            "<script>d('http://www.w3.org/2000/svg'); l('https://l.example/')</script>",
            ("<script>",),
            ("l.example",),
        ),
        ("<!-- https://named.example -->", (), ()),
    ],
)
def test_loads_are_told_from_links(
    html: str, places: tuple[str, ...], hosts: tuple[str, ...]
) -> None:
    assert outside_of(html) == Outside(places, hosts)
