"""Readers write, and what they wrote is under the story for everybody."""

from tests.integration.readers.conftest import ROOM, Paper, Visitor, newest, sign_up


def test_a_guest_writes_by_the_script(paper: Paper) -> None:
    guest = Visitor()
    status, told = guest.post(
        "comments", story=paper.story.number, text="Нарешті!\n\nДякую.", name="Оля", language="uk"
    )
    assert (status, told["result"]) == (200, "published")
    row = newest()
    assert (row.text, row.name, row.reader) == ("Нарешті!\n\nДякую.", "Оля", None)
    assert row.network
    assert "203.0.113" not in row.network
    status, told = guest.post("comments", story=paper.story.number, text="Ще раз.")
    assert (status, told["name"]) == (200, "Оля"), "the pass knows the name"


def test_a_guest_writes_without_a_script(paper: Paper) -> None:
    guest = Visitor()
    answer = guest.send(f"{ROOM}write/?story={paper.story.number}", name="Іван", text="Гарно.")
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == f"/-/talk/{paper.story.number}/c/{newest().pk}/#c-{newest().pk}"
    assert newest().name == "Іван"


def test_a_reader_signs_up_by_a_code_and_writes(paper: Paper) -> None:
    reader = Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    answer = reader.send(f"{ROOM}write/?story={paper.story.number}", text="Я тут.")
    assert answer.status_code == 302, answer.content.decode()
    row = newest()
    assert row.reader is not None
    assert (row.name, row.reader.name, row.guest_key) == ("Марія", "Марія", "")
    status, told = reader.post("comments", story=paper.story.number, text="І знову.")
    assert (status, told["result"], told["name"]) == (200, "published", "Марія")
    assert newest().reader == row.reader


def test_pages_of_the_room_say_what_they_must(paper: Paper) -> None:
    reader = Visitor()
    sign_up(reader, "Марія", "maria@example.org")
    reader.send(f"{ROOM}write/?story={paper.story.number}", text="Я тут.")
    pk = newest().pk
    for path in ("mine/", "account/", "account/erase/", "passkeys/", "passkeys/add/"):
        assert "Щоденник" in reader.text(ROOM + path), path
    for path in (f"comment/{pk}/", f"comment/{pk}/edit/", f"comment/{pk}/remove/"):
        assert "Я тут." in reader.text(ROOM + path), path
    stranger = Visitor()
    for path in ("login/", "signup/", "login/code/"):
        assert "Щоденник" in stranger.text(ROOM + path), path
