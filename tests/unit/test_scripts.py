"""How scripts are run beside a house: each alone, their words given, their failures told."""

import os
from collections.abc import Iterator

import pytest

from tests.migrated import begin_migrated
from tests.scripts import Scripts, waiting_for_scripts


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scripts]:
    data = tmp_path_factory.mktemp("data")
    begin_migrated(data)
    with waiting_for_scripts(os.environ | {"DATA": str(data)}) as scripts:
        yield scripts


def test_a_script_reads_what_another_process_wrote(scripts: Scripts) -> None:
    topics = "from shpalta.newsroom.vocabulary.models import Topic\n"
    scripts.run(f"{topics}Topic.objects.create(slug='bridges', names={{'uk': 'Мости'}})")
    assert scripts.run(f"{topics}print(Topic.objects.get().names['uk'])") == "Мости\n"


def test_nothing_of_a_script_is_left_to_the_next(scripts: Scripts) -> None:
    scripts.run("import json; json.left = left = 1")
    said = scripts.run("import json; print('left' in globals(), hasattr(json, 'left'))")
    assert said == "False False\n"


def test_a_script_that_fails_says_why(scripts: Scripts) -> None:
    with pytest.raises(AssertionError, match="no such word"):
        scripts.run("raise LookupError('no such word')")
    with pytest.raises(AssertionError):
        scripts.run("import os; os.kill(os.getpid(), 9)")
    assert scripts.run("print(1)") == "1\n"
