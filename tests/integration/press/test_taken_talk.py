"""Under a story that a title took, its own readers talk, or the origin's, as its rules say."""

from dataclasses import dataclass

import pytest

from shpalta.newsroom.stories.models import Placement, Story
from shpalta.press.house import forget_house
from shpalta.readers.models import TalkRules, UnderTaken
from tests.factories import make_edition, make_story, make_title
from tests.integration.press.conftest import Newspaper, Reader
from tests.integration.press.surrogate import ask, assemble, keys_of
from tests.integration.press.test_talk import say


@dataclass
class Shared:
    """A story, its placement in a sister title, and the rules of both."""

    story: Story
    placement: Placement
    giver: TalkRules
    taker: TalkRules

    @property
    def part(self) -> str:
        return f"/-/talk/{self.story.number}/"

    def let(self, under_taken: UnderTaken) -> None:
        """Change the taker's rule."""
        self.taker.under_taken = under_taken
        self.taker.save()
        forget_house()


@pytest.fixture
def shared(paper: Newspaper) -> Shared:
    sister = make_title("city", host="city.test", names={"uk": "Місто"})
    edition = make_edition(sister, language="uk")
    story = make_story(paper.uk, "Міст")
    placement = Placement.objects.create(
        story=story, edition=edition, mode="page", headline="Міст у місті"
    )
    return Shared(
        story,
        placement,
        TalkRules.objects.create(title=paper.title),
        TalkRules.objects.create(title=sister),
    )


@pytest.fixture
def neighbour() -> Reader:
    return Reader("city.test")


def test_by_itself_a_taken_story_has_the_takers_own_comments(
    shared: Shared, reader: Reader, neighbour: Reader
) -> None:
    say(shared.story, "Сказано у щоденнику")
    text = neighbour.text(shared.placement.path)
    assert "Сказано у щоденнику" not in text
    assert 'id="talk"' in text
    assert f"/-/readers/write/?story={shared.story.number}" in text
    answer = ask(neighbour, shared.part)
    assert f"talk:city:uk:{shared.story.number}" in keys_of(answer)
    assert f"talk:daily:uk:{shared.story.number}" not in keys_of(answer)
    shared.giver.is_on = False
    shared.giver.save()
    forget_house()
    assert 'id="talk"' not in reader.text(shared.story.path)
    assert 'id="talk"' in neighbour.text(shared.placement.path)


def test_shared_comments_are_the_origins_by_its_rules(shared: Shared, neighbour: Reader) -> None:
    (first,) = say(shared.story, "Сказано у щоденнику")
    shared.let(UnderTaken.SHARED)
    assert "Сказано у щоденнику" in neighbour.text(shared.placement.path)
    assert assemble(neighbour, shared.placement.path).text == neighbour.text(shared.placement.path)
    answer = ask(neighbour, shared.part)
    wanted = {f"talk:daily:uk:{shared.story.number}", "title:daily", "title:city"}
    assert wanted <= set(keys_of(answer))
    page = neighbour.text(f"{shared.part}c/{first.pk}/")
    assert "Сказано у щоденнику" in page
    assert f'href="{shared.placement.path}">Міст у місті</a>' in page
    assert "Сказано у щоденнику" in neighbour.text(f"{shared.part}newest/")


def test_where_the_origin_has_none_a_shared_story_has_none_and_hears_of_a_change(
    shared: Shared, neighbour: Reader
) -> None:
    shared.let(UnderTaken.SHARED)
    shared.giver.is_on = False
    shared.giver.save()
    forget_house()
    answer = ask(neighbour, shared.placement.path)
    assert "/-/talk/" not in answer.content.decode()
    assert "title:daily" in keys_of(answer)
    assert neighbour.get(shared.part).status_code == 404
    assert "title:daily" in keys_of(ask(neighbour, shared.part))


@pytest.mark.parametrize("what", ["none", "off", "no rules"])
def test_a_title_may_have_no_comments_there(shared: Shared, neighbour: Reader, what: str) -> None:
    if what == "none":
        shared.let(UnderTaken.NONE)
    elif what == "off":
        shared.taker.is_on = False
        shared.let(UnderTaken.SHARED)
    else:
        shared.taker.delete()
        forget_house()
    assert 'id="talk"' not in neighbour.text(shared.placement.path)
    assert neighbour.get(shared.part).status_code == 404
    assert neighbour.get(f"{shared.part}newest/").status_code == 404


def test_what_runs_as_a_headline_alone_has_no_comments_here(
    shared: Shared, neighbour: Reader
) -> None:
    Placement.objects.update(mode="headline")
    assert neighbour.get(shared.part).status_code == 404
