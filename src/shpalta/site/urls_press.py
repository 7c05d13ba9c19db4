"""The addresses of the readers' site: an edition's pages, and the files that they print."""

from django.urls import include, path

from shpalta.press import counts, creative_images, errors, files, fundraisers

urlpatterns = [
    path("-/counts", counts.take_counts),
    path("-/fundraiser/<slug:hook_id>/", fundraisers.take_sum),
    path("media/creatives/<str:name>", creative_images.image),
    path("media/<path:path>", files.media),
    path("static/<path:path>", files.static_file),
    path("", include("shpalta.press.urls")),
]
handler404 = errors.not_found
handler500 = errors.server_error
