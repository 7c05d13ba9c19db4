"""Registers the screens of the house's vocabularies and titles with Wagtail."""

from wagtail.snippets.models import register_snippet

from shpalta.newsroom.vocabulary.viewsets import HouseGroup

register_snippet(HouseGroup)
