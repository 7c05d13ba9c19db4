import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from shpalta.newsroom.stories.models import Attribution, Story
from tests.factories import (
    make_author,
    make_entity,
    make_picture,
    make_story,
    make_topic,
    withdraw,
)
from tests.integration.press.conftest import Newspaper, Reader

HOSTILE = "<script>alert('a')</script> & \"quoted\""


def _para(html: str) -> dict[str, Any]:
    return {"type": "paragraph", "value": html}


def _structured(page: str) -> list[dict[str, Any]]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    graph: list[dict[str, Any]] = json.loads(found[1])["@graph"]
    return graph


def _main(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_a_story_shows_every_field_that_it_has(paper: Newspaper, reader: Reader) -> None:
    story = make_story(
        paper.uk,
        "Міст відкрили після ремонту",
        lead="Рух поновили о шостій.",
        rubric=paper.rubric,
        kind="interview",
        published_at=datetime(2024, 4, 10, 20, 37, tzinfo=UTC),
        authors=[make_author("olena", names={"uk": "Олена Гай"}, roles={"uk": "репортерка"})],
        topics=[make_topic("bridges", names={"uk": "Мости"})],
        entities=[make_entity("dziuba", names={"uk": "Петро Дзюба"})],
        body=[
            _para("<p>Перший <b>абзац</b>.</p><p>Другий.</p>"),
            {"type": "labelled", "value": {"label": "details", "text": "<p>Усе готово.</p>"}},
            {"type": "labelled", "value": {"label": "reminder", "text": "<p>торік закрили.</p>"}},
            {"type": "quote", "value": {"text": "Так і є", "speaker": "Мер", "role": "голова"}},
            {"type": "list", "value": {"ordered": True, "items": ["<p>Раз</p>", "<p>Два</p>"]}},
            {"type": "subheading", "value": "Далі"},
            {
                "type": "embed",
                "value": {
                    "url": "https://example.org/v",
                    "provider": "Відеохаб",
                    "title": "Запис",
                    "text": "Слова",
                },
            },
            {
                "type": "table",
                "value": {
                    "caption": "Кошторис",
                    "table": {
                        "columns": [
                            {"type": "text", "heading": "Роботи"},
                            {"type": "text", "heading": "млн"},
                        ],
                        "rows": [{"values": ["Кладка", "31,4"]}],
                        "caption": "",
                    },
                },
            },
        ],
    )
    assert story.path == f"/interviews/2024/04/10/{story.number}/"
    page = reader.text(story.path)
    main = _main(page)
    for expected in (
        "<h1>Міст відкрили після ремонту</h1>",
        "Середа, 10 квітня 2024, 23:37",
        'datetime="2024-04-10T23:37:00+03:00"',
        "Рух поновили о шостій.",
        ">Олена Гай</a>",
        "репортерка",
        'href="/rubric/city/"',
        "<p>Перший <b>абзац</b>.</p>\n<p>Другий.</p>",
        'Деталі<span class="point">:</span></strong> Усе готово.',
        '<strong class="run-in">Нагадаємо,</strong> торік закрили.',
        "<blockquote><p>Так і є</p></blockquote>",
        "<ol><li>Раз</li><li>Два</li></ol>",
        "<h2>Далі</h2>",
        'href="https://example.org/v" rel="noopener"',
        "Відкрити на Відеохаб",
        '<th scope="col" class="number">млн</th>',
        '<th scope="row">Кладка</th><td class="number">31,4</td>',
        'href="/topic/bridges/"',
        'href="/about/dziuba/"',
    ):
        assert expected in main
    assert page.count("<h1") == 1


def test_the_source_chain_is_one_sentence(paper: Newspaper, reader: Reader) -> None:
    story = make_story(
        paper.ru,
        sources=[
            Attribution(name="«Голос»", url="https://example.org/g", role="reporting"),
            Attribution(name="литовское Минобороны", role="cited"),
        ],
    )
    main = _main(reader.text(story.path))
    assert "Источник" in main
    assert (
        '<a href="https://example.org/g" rel="noopener">«Голос»</a> '
        "со ссылкой на литовское Минобороны</p>" in main
    )


def test_a_source_is_introduced_in_its_author_s_own_words(paper: Newspaper, reader: Reader) -> None:
    story = make_story(
        paper.en,
        sources=[
            Attribution(name="A", role="reporting"),
            Attribution(name="B", role="cited", wording="which refers to"),
            Attribution(name="C", role="reporting", wording=","),
        ],
    )
    assert "A which refers to B, C</p>" in _main(reader.text(story.path))


def test_only_the_number_identifies_a_story(paper: Newspaper, reader: Reader) -> None:
    story = make_story(paper.uk, published_at=datetime(2024, 4, 10, 20, 37, tzinfo=UTC))
    number = story.number
    for path in (
        f"/articles/2024/04/10/{number}/",
        f"/news/2024/04/11/{number}/",
        f"/news/2024/04/10/{number}",
        f"/news/2024/04/10/0{number}/",
        f"/news/{number}/",
        f"/novyny/2024/4/10/{number}/",
    ):
        response = reader.get(f"{path}?from=mail&before=1-1")
        assert response.status_code == 301, path
        assert response["Location"] == story.path


def test_a_date_is_that_of_the_title_s_time_zone(paper: Newspaper, reader: Reader) -> None:
    story = make_story(paper.uk, published_at=datetime(2024, 4, 10, 22, 30, tzinfo=UTC))
    assert story.path.startswith("/news/2024/04/11/")
    assert "Четвер, 11 квітня 2024, 01:30" in reader.text(story.path)


def test_a_draft_is_not_told_from_what_never_existed(paper: Newspaper, reader: Reader) -> None:
    draft = make_story(paper.uk, published=False)
    late = make_story(paper.uk)
    Story.objects.filter(pk=late.pk).update(published_at=timezone.now() + timedelta(hours=1))
    missing = reader.get("/news/2024/04/10/987654/")
    assert missing.status_code == 404
    for number in (draft.number, late.number):
        for path in (f"/news/2024/04/10/{number}/", f"/video/2020/01/01/{number}"):
            response = reader.get(path)
            assert response.status_code == 404
            assert response.content == missing.content
            assert dict(response.items()) == dict(missing.items())


def test_a_story_of_another_edition_is_not_found_here(paper: Newspaper, reader: Reader) -> None:
    story = make_story(paper.uk)
    assert reader.get(f"/rus{story.path}").status_code == 404


def test_a_withdrawn_story_is_gone_and_says_nothing(paper: Newspaper, reader: Reader) -> None:
    story = make_story(paper.uk, "Секретний заголовок", lead="Секретний лід")
    etag = reader.get(story.path)["ETag"]
    withdraw(story)
    for path in (story.path, f"/video/2020/01/01/{story.number}/"):
        response = reader.get(path, **{"if-none-match": etag})
        assert response.status_code == 410
        assert "Секретний" not in response.content.decode()
        assert "знято з публікації" in response.content.decode()


def test_hostile_text_is_printed_as_text(paper: Newspaper, reader: Reader) -> None:
    story = make_story(
        paper.uk,
        HOSTILE,
        front_headline=HOSTILE,
        lead=HOSTILE,
        lead_caption=HOSTILE,
        lead_picture=make_picture(),
        sources=[Attribution(name=HOSTILE)],
        body=[
            _para(
                f'<p onclick="x()">{HOSTILE}<a href="javascript:alert(1)">тут</a>'
                '<img src=x onerror=y><iframe src="//evil"></iframe></p>'
            ),
            {"type": "labelled", "value": {"label_text": HOSTILE, "text": f"<p>{HOSTILE}</p>"}},
            {"type": "quote", "value": {"text": HOSTILE, "speaker": HOSTILE}},
            {"type": "subheading", "value": HOSTILE},
            {
                "type": "embed",
                "value": {
                    "url": "https://example.org/",
                    "provider": HOSTILE,
                    "title": HOSTILE,
                    "text": HOSTILE,
                },
            },
            {"type": "embed", "value": {"url": "javascript:alert(1)", "provider": "x"}},
        ],
    )
    for path in (story.path, "/"):
        page = reader.text(path)
        without_data = re.sub(r'<script type="application/ld\+json">.*?</script>', "", page)
        without_data = re.sub(r'<script type="module" src="[\w./-]+"></script>', "", without_data)
        for danger in ("<script", "onclick", "onerror", "<iframe", "javascript:"):
            assert danger not in without_data, danger
    assert _structured(reader.text(story.path))[0]["headline"] == HOSTILE


def test_links_to_our_own_lead_only_to_what_is_public(paper: Newspaper, reader: Reader) -> None:
    public, draft = (
        make_story(paper.uk, "Відкрита"),
        make_story(paper.uk, "Чернетка", published=False),
    )
    story = make_story(
        paper.uk,
        body=[
            _para(
                f'<p><a linktype="story" id="{public.pk}">сюди</a> '
                f'<a linktype="story" id="{draft.pk}">нікуди</a></p>'
            ),
            {"type": "related", "value": {"stories": [public.pk, draft.pk]}},
        ],
    )
    main = _main(reader.text(story.path))
    assert f'<a href="{public.path}">сюди</a> нікуди' in main
    assert main.count(public.path) >= 2
    assert "Чернетка" not in main
    assert str(draft.number) not in re.findall(r"/(\d+)/\"", main)


def test_structured_data_tells_the_story(paper: Newspaper, reader: Reader) -> None:
    picture = make_picture()
    story = make_story(
        paper.uk,
        "Заголовок",
        front_headline="Коротко",
        rubric=paper.rubric,
        lead="Лід.",
        lead_picture=picture,
        lead_credit="Фото: редакція",
        published_at=datetime(2024, 4, 10, 20, 37, tzinfo=UTC),
        authors=[make_author("olena", names={"uk": "Олена Гай"})],
        entities=[make_entity("dziuba", names={"uk": "Петро Дзюба"})],
        sources=[Attribution(name="Агентство", url="https://example.org/a")],
        body=[
            {
                "type": "labelled",
                "value": {"label": "background", "text": "<p>Було <b>так</b></p>"},
            },
            {"type": "labelled", "value": {"label": "details", "text": "<p>Не сюди</p>"}},
        ],
    )
    article, crumbs = _structured(reader.text(story.path))
    address = f"http://daily.test:8000{story.path}"
    assert article["@type"] == "NewsArticle"
    assert article["mainEntityOfPage"] == address
    assert article["headline"] == "Заголовок"
    assert article["alternativeHeadline"] == "Коротко"
    assert article["datePublished"] == "2024-04-10T23:37:00+03:00"
    assert article["dateModified"] == article["datePublished"]
    assert article["author"] == [
        {"@type": "Person", "name": "Олена Гай", "url": "http://daily.test:8000/author/olena/"}
    ]
    assert article["backstory"] == "Було так"
    assert article["citation"][0] == {
        "@type": "CreativeWork",
        "name": "Агентство",
        "url": "https://example.org/a",
    }
    assert article["about"][0]["name"] == "Петро Дзюба"
    assert article["articleSection"] == "Місто"
    assert article["isAccessibleForFree"] is True
    assert all(
        image["url"].startswith("http://daily.test:8000/media/pictures/")
        for image in article["image"]
    )
    assert {image["creditText"] for image in article["image"]} == {"Фото: редакція"}
    assert [item["name"] for item in crumbs["itemListElement"]] == [
        "Щоденник",
        "Місто",
        "Заголовок",
    ]


def test_an_update_is_told_only_when_it_is_substantive(paper: Newspaper, reader: Reader) -> None:
    story = make_story(paper.uk, published_at=datetime(2024, 4, 10, 20, 37, tzinfo=UTC))
    assert "Оновлено:" not in reader.text(story.path)
    story.is_substantive = True
    story.save_revision().publish()
    page = reader.text(story.path)
    assert "Оновлено:" in page
    assert _structured(page)[0]["dateModified"] > _structured(page)[0]["datePublished"]


def test_other_editions_are_offered_only_where_the_story_is_public(
    paper: Newspaper, reader: Reader
) -> None:
    story = make_story(paper.uk)
    alone = reader.text(story.path)
    assert 'hreflang="x-default"' not in alone
    draft = make_story(paper.ru, published=False, work=story.work)
    translated = make_story(paper.en, work=story.work)
    page = reader.text(story.path)
    alternates = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page))
    origin = "http://daily.test:8000"
    assert alternates == {
        "uk": origin + story.path,
        "en": origin + translated.path,
        "x-default": origin + story.path,
    }
    assert draft.path not in page
    assert f'<a href="{translated.path}"' in page
    assert '<a href="/rus/"' in page


def test_pictures_have_sizes_and_words(paper: Newspaper, reader: Reader) -> None:
    lead, inner = make_picture("lead", width=1600, height=900), make_picture("inner")
    story = make_story(
        paper.uk,
        lead_picture=lead,
        lead_caption="Підпис",
        lead_credit="Фото: Гай",
        body=[{"type": "picture", "value": {"picture": inner.pk, "alt": "Два човни"}}],
    )
    main = _main(reader.text(story.path))
    first, second = re.findall(r"<picture>.*?</picture>", main[: main.index("</article>")])
    assert 'width="800" height="450"' in first
    assert 'fetchpriority="high"' in first
    assert "1600w" in first
    assert 'alt="Опис: lead"' in first
    assert 'loading="lazy"' in second
    assert 'alt="Два човни"' in second
    assert "Підпис" in main
    assert "Фото: Гай" in main
    types = re.findall(r'type="(image/\w+)" srcset="(\S+) 400w, [^"]+" sizes=', first)
    source = re.search(r'src="(/media/pictures/[^"]+)"', first)
    assert source is not None
    assert [kind for kind, _address in types] == ["image/avif", "image/webp"]
    for kind, address in [*types, ("image/jpeg", source[1])]:
        response = reader.get(address)
        assert (response.status_code, response["Content-Type"]) == (200, kind)
        assert response["X-Content-Type-Options"] == "nosniff"
        response.close()
    assert reader.get(f"/media/{lead.file.name}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/media/pictures/../original_images/a.jpg",
        "/media/a.webp",
        "/static/wagtailadmin/css/core.css",
        "/static/../settings.py",
    ],
)
def test_no_other_file_is_sent(paper: Newspaper, reader: Reader, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_a_story_page_costs_few_queries_however_much_it_holds(
    paper: Newspaper, reader: Reader, django_assert_num_queries: Any
) -> None:
    others = [
        make_story(paper.uk, rubric=paper.rubric, lead_picture=make_picture(f"p{index}"))
        for index in range(6)
    ]
    pictures = [make_picture(f"inner{index}") for index in range(4)]
    lead = make_picture("lead")
    story = make_story(
        paper.uk,
        rubric=paper.rubric,
        lead_picture=lead,
        authors=[make_author(), make_author()],
        topics=[make_topic(), make_topic()],
        entities=[make_entity(), make_entity()],
        sources=[Attribution(name="A"), Attribution(name="B", role="cited")],
        body=[
            *({"type": "picture", "value": {"picture": one.pk}} for one in pictures),
            *(_para(f'<p><a linktype="story" id="{one.pk}">тут</a></p>') for one in others),
            {"type": "related", "value": {"stories": [one.pk for one in others]}},
        ],
    )
    reader.text(story.path)  # The renditions are made now, and the house is known.
    with django_assert_num_queries(16):
        assert reader.client.get(story.path).status_code == 200


def test_a_caption_without_its_picture_is_printed_all_the_same(
    paper: Newspaper, reader: Reader
) -> None:
    story = make_story(paper.uk, lead_caption="Сад на даху", lead_credit="Фото: Іванна Гайова")
    text = reader.get(story.path).content.decode()
    assert "Сад на даху" in text
    assert "Фото: Іванна Гайова" in text
