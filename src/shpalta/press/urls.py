"""The addresses of one edition's pages; `shpalta.core.addresses` writes what is read here."""

from django.urls import path, re_path

from shpalta.core.addresses import SEGMENTS
from shpalta.core.surroundings import CODE
from shpalta.press import campaigns, fragments, nameplates, players, talks, views
from shpalta.press.health import health

_KINDS = "|".join(sorted(SEGMENTS.values()))
_STORY = rf"^(?:(?:{_KINDS})/(?:[0-9]+/)*|[a-z]+/[0-9]{{4}}/[0-9]{{1,2}}/[0-9]{{1,2}}/)"
_CREATIVE = r"(?P<number>[0-9]{1,18})/(?P<place>[0-9]{1,18})"

urlpatterns = [
    path("", views.front),
    path("icon.svg", views.icon),
    path("-/nameplate/<slug:digest>.<slug:suffix>", nameplates.nameplate),
    path("-/today/", fragments.today),
    path("-/ticker/", fragments.ticker),
    path("-/read/", fragments.most_read),
    path("-/video/", fragments.day_video),
    re_path(r"^-/player/(?P<number>[0-9]{1,18})/$", players.player),
    path("-/more/all/", fragments.more_of_all),
    path("-/more/rubric/<slug:slug>/", fragments.more_of_rubric),
    re_path(r"^-/talk/(?P<number>[0-9]{1,18})/$", talks.talk),
    re_path(r"^-/talk/(?P<number>[0-9]{1,18})/c/(?P<comment>[0-9]{1,18})/$", talks.one),
    re_path(r"^-/talk/(?P<number>[0-9]{1,18})/(?P<sort>newest|oldest|best)/$", talks.talk_page),
    re_path(rf"^-/place/(?P<number>[0-9]{{1,18}})/(?P<code>{CODE})/$", campaigns.place),
    re_path(r"^-/go/(?P<number>[0-9]{1,18})/$", campaigns.go),
    re_path(rf"^-/creative/{_CREATIVE}/(?P<digest>[0-9a-f]{{16}})/$", campaigns.framed),
    path("-/missing/", fragments.missing),
    path("-/health", health),
    path("date/", views.newsfeed),
    re_path(r"^date/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/$", views.day),
    re_path(rf"{_STORY}(?P<number>[0-9]{{1,18}})/?$", views.story),
    path("rubric/<slug:slug>/", views.rubric),
    path("topic/<slug:slug>/", views.topic),
    path("author/<slug:slug>/", views.author),
    path("about/<slug:slug>/", views.entity),
    path("page/<slug:slug>/", views.standing),
    re_path(r"^(?P<path>.+)$", views.missing_slash),
]
