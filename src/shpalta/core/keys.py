"""Surrogate keys: the names under which pages are found again when what they show changes.

A response lists the keys of all that it was made from; a change names the keys of all that it
touched. Both sides take them from here, and nobody writes a key by hand. Codes of titles,
languages and ids hold no blank, so that keys can be listed in one header (`Surrogate-Key`).
"""

from datetime import date

HOUSE = "house"
"""What all pages show of the whole installation: titles, hosts, editions, what words exist."""


def title_key(title: str) -> str:
    """Name what all pages of a title show: its rubrics, its name and colours."""
    return f"title:{title}"


def edition_key(title: str, language: str) -> str:
    """Name what all pages of an edition show: its labels, the list of its standing pages."""
    return f"edition:{title}:{language}"


def story_key(title: str, language: str, number: int) -> str:
    """Name one story of one edition: its page, and each line or card that speaks of it."""
    return f"story:{title}:{language}:{number}"


def work_key(number: int) -> str:
    """Name the set of a work's public siblings with their addresses."""
    return f"work:{number}"


def placed_key(title: str, number: int) -> str:
    """Name the set of a title's public pages of a story that it took from a sister title."""
    return f"placed:{title}:{number}"


def list_key(title: str, language: str, shelf: str) -> str:
    """Name the newest of a list (`shelf`: `all`, `rubric:3`, …): it changes with each new story."""
    return f"list:{title}:{language}:{shelf}"


def past_key(title: str, language: str, shelf: str) -> str:
    """Name all but the newest of a list: it changes by withdrawals and by backdated stories."""
    return f"past:{title}:{language}:{shelf}"


def day_key(title: str, language: str, day: date) -> str:
    """Name one day (of the title's zone) of an edition's newsfeed."""
    return f"day:{title}:{language}:{day.isoformat()}"


def days_key(title: str, language: str) -> str:
    """Name the set of days on which an edition has anything."""
    return f"days:{title}:{language}"


def word_key(vocabulary: str, word_id: int) -> str:
    """Name one word of a vocabulary (`topic`, `entity`, `author`, `source`) by its row's id."""
    return f"{vocabulary}:{word_id}"


def words_key(vocabulary: str) -> str:
    """Name the set of a vocabulary's slugs: what an address that leads nowhere depends on."""
    return f"words:{vocabulary}"


def picture_key(picture_id: int) -> str:
    """Name one picture with its renditions and its words."""
    return f"picture:{picture_id}"


def page_key(page_id: int) -> str:
    """Name one standing page."""
    return f"page:{page_id}"


def read_key(title: str, language: str) -> str:
    """Name the list of what is most read in an edition."""
    return f"read:{title}:{language}"


def redirects_key(title: str) -> str:
    """Name a title's redirects: what an address that leads nowhere on it depends on."""
    return f"redirects:{title}"


def talk_key(title: str, language: str, number: int) -> str:
    """Name what readers say under one story of one edition."""
    return f"talk:{title}:{language}:{number}"


def campaigns_key(title: str) -> str:
    """Name the campaigns and placements of a title: what its places for campaigns show."""
    return f"campaigns:{title}"


def quiet_key(number: int) -> str:
    """Name whether a work is to have no advertisements."""
    return f"quiet:{number}"


def video_key(video_id: int) -> str:
    """Name one video of the house: its words, its files and its captions."""
    return f"video:{video_id}"


def embed_key(embed_id: int) -> str:
    """Name one card of what lives elsewhere."""
    return f"embed:{embed_id}"


def day_video_key(title: str, language: str) -> str:
    """Name an edition's video of the day."""
    return f"video:{title}:{language}"
