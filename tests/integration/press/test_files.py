import re
from datetime import timedelta

from django.utils import timezone
from django.utils.http import http_date

from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.stories.exhibits import find_exhibition
from shpalta.newsroom.stories.lists import rebuild_lists
from shpalta.newsroom.stories.models import Exhibit, Story
from tests.factories import make_author, make_picture, make_story, withdraw
from tests.integration.press.conftest import Newspaper, Reader
from tests.integration.press.surrogate import ask, keys_of


def _file_of(picture: Picture) -> str:
    """Give the address of one of a picture's files."""
    return f"/media/{next(picture.prints.order_by('pk')[0].names())}"


def _status(reader: Reader, path: str) -> int:
    response = reader.get(path)
    response.close()
    return response.status_code


def test_a_picture_is_given_while_a_public_story_prints_it(
    paper: Newspaper, reader: Reader
) -> None:
    lead, inner, unused = make_picture("lead"), make_picture("inner"), make_picture("unused")
    body = [{"type": "picture", "value": {"picture": inner.pk}}]
    files = [_file_of(picture) for picture in (lead, inner, unused)]
    story = make_story(paper.uk, published=False, lead_picture=lead, body=body)
    assert [_status(reader, file) for file in files] == [404, 404, 404]
    story.save_revision().publish()
    assert [_status(reader, file) for file in files] == [200, 200, 404]
    story.body = []
    story.save_revision()
    assert [_status(reader, file) for file in files] == [200, 200, 404]
    story.latest_revision.publish()
    assert [_status(reader, file) for file in files] == [200, 404, 404]
    other = make_story(paper.ru, lead_picture=lead)
    withdraw(Story.objects.get(pk=story.pk))
    assert _status(reader, files[0]) == 200
    withdraw(other)
    assert _status(reader, files[0]) == 404


def test_a_picture_is_given_until_its_rights_end_and_kept_no_longer(
    paper: Newspaper, reader: Reader
) -> None:
    picture = make_picture("lent")
    make_story(paper.uk, lead_picture=picture)
    file = _file_of(picture)
    picture.rights_end_at = timezone.now() + timedelta(seconds=90)
    picture.save()
    response = ask(reader, file)
    response.close()
    assert response.status_code == 200
    assert response["Cache-Control"] == "public", "no number of seconds that begins anew later"
    assert response["Expires"] == http_date(picture.rights_end_at.timestamp())
    assert 80 <= int(response["Surrogate-Control"].split("max-age=")[1].split(",")[0]) <= 90
    picture.rights_end_at = timezone.now()
    picture.save()
    assert _status(reader, file) == 404
    picture.rights_end_at = None
    picture.save()
    assert _status(reader, file) == 200
    picture.is_not_for_web = True
    picture.save()
    assert _status(reader, file) == 404


def test_pages_print_no_picture_whose_rights_ended_and_end_with_the_rights(
    paper: Newspaper, reader: Reader
) -> None:
    picture = make_picture("lent")
    picture.rights_end_at = timezone.now() + timedelta(seconds=90)
    picture.save()
    story = make_story(paper.uk, lead_picture=picture)
    for path in (story.path, "/"):
        response = ask(reader, path)
        assert f"/media/pictures/{picture.pk}/" in response.content.decode()
        assert int(response["Surrogate-Control"].split("max-age=")[1].split(",")[0]) <= 90
    Picture.objects.filter(pk=picture.pk).update(rights_end_at=timezone.now())
    for path in (story.path, "/"):
        assert f"/media/pictures/{picture.pk}/" not in reader.get(path).content.decode()


def test_readers_are_told_in_their_language_what_a_machine_made(
    paper: Newspaper, reader: Reader
) -> None:
    made, altered = make_picture("made"), make_picture("altered")
    Picture.objects.filter(pk=made.pk).update(machine="made")
    Picture.objects.filter(pk=altered.pk).update(machine="altered")
    body = [{"type": "picture", "value": {"picture": altered.pk}}]
    uk = make_story(paper.uk, lead_picture=made, body=body)
    ru = make_story(paper.ru, lead_picture=made, body=body)
    told = reader.get(uk.path).content.decode()
    assert "Зображення створив ШІ" in told
    assert "Зображення змінив ШІ" in told
    assert "Изображение создал ИИ" in reader.get(ru.path).content.decode()


def test_a_portrait_is_given_while_it_is_somebody_s(paper: Newspaper, reader: Reader) -> None:
    portrait = make_picture("portrait")
    file = _file_of(portrait)
    assert _status(reader, file) == 404
    author = make_author(portrait=portrait)
    assert _status(reader, file) == 200
    author.portrait = None
    author.save()
    assert _status(reader, file) == 404


def test_a_picture_that_comes_by_a_plain_save_is_given_as_well(
    paper: Newspaper, reader: Reader
) -> None:
    first, second = make_picture("first"), make_picture("second")
    files = [_file_of(picture) for picture in (first, second)]
    story = make_story(paper.uk, lead_picture=first)
    story.lead_picture = second
    story.save()
    assert [_status(reader, file) for file in files] == [404, 200]
    Story.objects.filter(pk=story.pk).update(lead_picture=first)
    assert [_status(reader, file) for file in files] == [200, 404]


def test_every_picture_that_a_page_prints_is_given(paper: Newspaper, reader: Reader) -> None:
    author = make_author("olena", portrait=make_picture("portrait"))
    story = make_story(
        paper.uk,
        lead_picture=make_picture("lead"),
        rubric=paper.rubric,
        authors=[author],
        body=[{"type": "picture", "value": {"picture": make_picture("inner").pk}}],
    )
    for path in (story.path, "/", "/rubric/city/", "/author/olena/", "/nowhere/"):
        page = reader.get(path).content.decode()
        files = set(re.findall(r"/media/pictures/[\w./\-]+", page))
        assert files, path
        assert {_status(reader, file) for file in files} == {200}, path


def test_a_file_that_may_not_be_seen_is_not_told_from_one_that_is_not_there(
    paper: Newspaper, reader: Reader
) -> None:
    hidden = reader.get(_file_of(make_picture()))
    missing = reader.get("/media/pictures/7/0123456789ab/800.webp")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert dict(hidden.items()) == dict(missing.items())


def test_a_picture_s_file_names_its_picture_also_where_it_is_not_given(
    paper: Newspaper, reader: Reader
) -> None:
    picture = make_picture()
    file = _file_of(picture)
    hidden = ask(reader, file)
    make_story(paper.uk, lead_picture=picture)
    given = ask(reader, file)
    given.close()
    assert keys_of(hidden) == keys_of(given) == [f"picture:{picture.pk}"]
    assert "immutable" in given["Cache-Control"]


def test_a_file_is_sent_once(paper: Newspaper, reader: Reader) -> None:
    picture = make_picture()
    file = _file_of(picture)
    make_story(paper.uk, lead_picture=picture)
    first = reader.get(file)
    first.close()
    for condition in (
        {"if-none-match": first["ETag"]},
        {"if-modified-since": first["Last-Modified"]},
    ):
        again = reader.get(file, **condition)
        assert (again.status_code, again.content) == (304, b"")
    script = reader.get("/static/shpalta/press/live.js")
    script.close()
    assert script["Content-Type"].startswith(("text/javascript", "application/javascript"))
    assert (
        reader.get("/static/shpalta/press/live.js", **{"if-none-match": script["ETag"]}).status_code
        == 304
    )


def test_rebuilt_exhibits_are_those_that_were_kept_step_by_step(paper: Newspaper) -> None:
    pictures = [make_picture(f"p{index}") for index in range(4)]
    stories = [make_story(paper.uk, lead_picture=picture) for picture in pictures]
    withdraw(stories[0])
    gone = pictures[3]
    broken = {"type": "picture", "value": {"picture": gone.pk}}
    make_story(paper.ru, body=[broken, {"type": "picture", "value": {"picture": None}}])
    gone.delete()
    kept = set(Exhibit.objects.values_list("story_id", "picture_id"))
    rebuild_lists()
    assert set(Exhibit.objects.values_list("story_id", "picture_id")) == kept
    assert {picture_id for _story_id, picture_id in kept} == {pictures[1].pk, pictures[2].pk}
    assert find_exhibition(pictures[0].pk) is None
