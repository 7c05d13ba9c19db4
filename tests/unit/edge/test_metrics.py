"""The edge's figures in both their forms."""

import json
import re

import pytest

from shpalta.edge.metrics import COUNTERS, GAUGES, Metrics

SAMPLE = re.compile(
    r'[a-z_]+(\{[a-z]+="(?:[^"\\\n]|\\.)*"(,[a-z]+="(?:[^"\\\n]|\\.)*")*\})? [0-9.e+-]+'
)


def test_every_declared_figure_is_in_both_forms() -> None:
    metrics = Metrics()
    gauges = dict.fromkeys(GAUGES, 1.0)
    document = json.loads(json.dumps(metrics.document(gauges)))
    assert set(document) == {*COUNTERS, *GAUGES, "hit_ratio"}
    text = metrics.prometheus(gauges)
    for name in {*COUNTERS, *GAUGES}:
        assert f"# HELP shpalta_edge_{name}" in text


def test_counting_shows() -> None:
    metrics = Metrics()
    assert metrics.hit_ratio == 0
    metrics.hits += 3
    metrics.misses += 1
    assert metrics.document({"following": True})["hit_ratio"] == 0.75
    text = metrics.prometheus({"following": True}, worker="1")
    assert 'shpalta_edge_hits_total{worker="1"} 3\n' in text
    assert "# TYPE shpalta_edge_hits_total counter\n" in text
    assert 'shpalta_edge_following{worker="1"} 1\n' in text
    assert "# TYPE shpalta_edge_following gauge\n" in text


def test_the_text_is_of_the_exposition_format() -> None:
    text = Metrics().prometheus({"live_dropped": 2}, worker='a"b\\c\nd')
    assert text.endswith("\n")
    for line in text.splitlines():
        assert line.startswith(("# HELP ", "# TYPE ")) or SAMPLE.fullmatch(line), line
    assert "# TYPE shpalta_edge_live_dropped_total counter" in text


def test_a_gauge_that_nobody_declared_is_an_error() -> None:
    with pytest.raises(KeyError, match="temperature"):
        Metrics().document({"temperature": 20})
