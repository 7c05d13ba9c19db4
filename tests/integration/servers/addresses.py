"""Addresses good and bad: whatever stands before the press must treat them as the edge does."""

STORY = "/news/2024/04/10/42/"
ADDRESSES = [
    "/", "/rus/", "/rus", "/date/", "/date/2024/04/10/", "/rus/date/2024/04/10", STORY, "/news/7/",
    "/eng/articles/1/2/3/4/", "/rubric/city/", "/rus/topic/a-b/", "/about/x", "/page/rules/",
    "/icon.svg", "/rus/icon.svg", "/-/ticker/", "/rus/-/today/", "/-/more/all/",
    "/-/nameplate/00112233445566778899aabbccddeeff.png", "/-/nameplate/0/",
    "/-/more/rubric/city/", "/-/missing/", "/media/pictures/7/0123456789ab/800.webp",
    "/static/shpalta/press/press.css",
    "/newsroom/", "/newsroom", "/documents/1/a.pdf", "/-/journal", "/-/status", "/-/health",
    "/x/y/z/w/", "/-/readers/", "/-/readers/newsroom/", "/newsroom/-/readers/mine/",
    "/-/fundraiser/", "/static/shpalta/readers/passkeys.js",
    "/media/original_images/a.jpg", "/media/pictures/../a.jpg", "/static/admin/x.css", "/news/../",
    "/news/%2e%2e/newsroom/", "/%6eewsroom/", "//newsroom/", "/rus/newsroom/", "/news/1//", "/.env",
    "/rus/rubric/", "/eng/-/journal", "/django-admin/", "/a/b", "/rubric/a.b/", "/date/24/04/10/",
]  # fmt: skip
