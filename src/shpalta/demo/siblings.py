"""What the demo shows of editions: in each title one that is out of step, and a machine's draft."""

from django.db.models import Exists, OuterRef

from shpalta.demo.house import House
from shpalta.newsroom.siblings.services import make_sibling
from shpalta.newsroom.siblings.steps import begin_marks_of
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.translation.stand_in import StandIn

FIRST, SECOND = "uk", "ru"
ADDED = " Редакція уточнює подробиці."


def add_demo_siblings(house: House) -> None:
    """Let the newest story of each title change after its sibling, and have one translated."""
    for code in sorted({code for code, _language in house.editions}):
        first = house.editions.get((code, FIRST))
        second = house.editions.get((code, SECOND))
        if first is not None and second is not None:
            _put_out_of_step(first, second)
            _have_one_translated(first)


def _put_out_of_step(first: Edition, second: Edition) -> None:
    in_second = Story.objects.public().filter(edition=second, work_id=OuterRef("work_id"))
    stories = Story.objects.public().filter(Exists(in_second), edition=first)
    story = stories.order_by("-listed_at", "-pk").first()
    if story is not None:
        begin_marks_of(story)
        story.lead += ADDED
        story.save_revision().publish()


def _have_one_translated(first: Edition) -> None:
    """Make a draft of the newest story that another edition of the title has not."""
    for edition in Edition.objects.filter(title_id=first.title_id).exclude(pk=first.pk):
        there = Story.objects.filter(edition=edition, work_id=OuterRef("work_id"))
        lacking = Story.objects.public().filter(~Exists(there), edition=first)
        story = lacking.order_by("-listed_at", "-pk").first()
        if story is not None:
            make_sibling(story_id=story.pk, edition_id=edition.pk, actor=None, translator=StandIn())
            return
