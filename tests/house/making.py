"""A house as it is when a test begins: titles, editions, words, pictures, stories, an editor."""

import io
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from shpalta.core import addresses
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.pages.models import EditionRoot, StandingPage
from shpalta.newsroom.renditions.services import prepare
from shpalta.newsroom.shares.models import ShareRule
from shpalta.newsroom.staff.models import User
from shpalta.newsroom.staff.roles import ensure_roles
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.services import add_stories
from shpalta.newsroom.titles.models import Edition, Host, Rubric, Title
from shpalta.newsroom.vocabulary.models import Author, Entity, Source, Topic
from shpalta.readers.models import Moderating, TalkRules
from tests.house.campaigning import open_places
from tests.house.changes import LANGUAGES, names, write

EDITOR = "editor"
PASSWORD = "a-word-for-tests"


def make_house(host: str = "localhost", sister: str = "sister.localhost") -> dict[str, Any]:
    """Make two titles with three editions each, words, a page, an editor and some stories."""
    call_command("migrate", verbosity=0, interactive=False)
    ensure_roles()
    User.objects.create_superuser(EDITOR, "editor@example.org", PASSWORD)
    root = Page.objects.get(depth=1)
    for place, (code, name) in enumerate([("daily", host), ("sister", sister)]):
        title = Title.objects.create(
            code=code, names=names(code.title()), position=place, answers_unknown_hosts=not place
        )
        Host.objects.create(title=title, name=name, is_canonical=True)
        TalkRules.objects.create(
            title=title, guests_may_write=True, moderating=Moderating.AFTER, closes_after_days=0
        )
        for position, slug in enumerate(("city", "power")):
            Rubric.objects.create(title=title, slug=slug, names=names(slug), position=position)
        for position, (language, prefix) in enumerate(LANGUAGES.items()):
            edition = Edition.objects.create(
                title=title, language=language, prefix=prefix, position=position
            )
            branch = root.add_child(
                instance=EditionRoot(title=str(edition), slug=f"{code}-{language}", edition=edition)
            )
            branch.add_child(instance=StandingPage(title="About us", slug="about"))
    for giver in Title.objects.all():
        for taker in Title.objects.exclude(pk=giver.pk):
            ShareRule.objects.create(giver=giver, taker=taker)
    for word in ("bridge", "tram"):
        Topic.objects.create(slug=word, names=names(word))
        Entity.objects.create(slug=word, names=names(word), type="Place")
        Author.objects.create(slug=word, names=names(word))
        Source.objects.create(slug=word, names=names(word), url="https://example.org/")
    for number in range(2):
        make_picture(f"picture-{number}")
    for number in range(6):
        write(number, f"Opening {number}", publish=True, days_ago=number)
    open_places()
    return {"titles": Title.objects.count()}


def make_picture(name: str, *, is_ready: bool = True, size: tuple[int, int] = (900, 600)) -> int:
    """Add a picture with a file of its own; `is_ready`: with what the workshop makes of it."""
    file = io.BytesIO()
    Image.effect_noise((size[0], size[1]), 20).convert("RGB").save(file, "JPEG")
    picture = Picture(
        title=name,
        alts=names(name),
        caption=name,
        file=ImageFile(io.BytesIO(file.getvalue()), name=f"{name}.jpg"),
        width=size[0],
        height=size[1],
    )
    picture.save()
    picture.file.close()
    if is_ready:
        prepare(picture.pk)
    return int(picture.pk)


def fill_day(count: int, days_ago: int) -> str:
    """Put out many stories of one day, a second apart, in the first edition; give its page."""
    edition = Edition.objects.get(title__code="daily", language="uk")
    noon = timezone.now().astimezone(edition.title.zone).replace(hour=12, minute=0, second=0)
    noon -= timedelta(days=days_ago)
    stories = [
        Story(
            edition=edition,
            title=edition.title,
            headline=f"Filling {number}",
            published_at=noon + timedelta(seconds=number),
        )
        for number in range(count)
    ]
    for story in stories:
        story.bylines = story.attributions = []  # type: ignore[misc]
    add_stories(stories, publish=True)
    return addresses.day_path(edition.prefix, noon.date())


def open_desk() -> dict[str, Any]:
    """Log the editor in; give the cookies, the address of the form, and what to choose in it."""
    client = Client()
    client.force_login(User.objects.get(username=EDITOR))
    name = settings.SESSION_COOKIE_NAME
    edition = Edition.objects.get(title__code="daily", language="uk")
    rubric = edition.title.rubrics.order_by("pk")[0]
    return {
        "cookies": {name: client.cookies[name].value},
        "add": reverse("wagtailsnippets_stories_story:add"),
        "choices": {"edition": str(edition.pk), "rubric": str(rubric.pk)},
    }
