"""What a person does in the newsroom, through the test client, as a browser would send it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from benchmarks.screens import form_data
from shpalta.newsroom.stories.models import Story

LIST = "wagtailsnippets_stories_story:list"
ADD = "wagtailsnippets_stories_story:add"


def edit_url(story: Story) -> str:
    """Give the address of the story's editor."""
    return reverse("wagtailsnippets_stories_story:edit", args=[story.pk])


def withdraw_url(story: Story) -> str:
    """Give the address at which the story is withdrawn."""
    return reverse("wagtailsnippets_stories_story:unpublish", args=[story.pk])


def opened(client: Client, url: str) -> dict[str, Any]:
    """Open a form and give what it would send unchanged."""
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    return form_data(response.content.decode())


def write(client: Client, url: str, **changes: Any) -> Any:
    """Open a form, change fields, and send it."""
    return client.post(url, opened(client, url) | changes)


def publish(client: Client, url: str, **changes: Any) -> Any:
    """Open a form, change fields, and press "Publish"."""
    return write(client, url, **{"action-publish": "action-publish"} | changes)


def fresh(story: Story) -> Story:
    """Read the story again."""
    return Story.objects.get(pk=story.pk)
