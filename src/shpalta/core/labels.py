"""The vocabulary of labelled blocks: label codes and their printed forms in three languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Forms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """One label of the house: a code and how it is printed.

    `forms` maps a language (uk, ru, en) to its printed forms, the house's own first.
    `named` says that a name may follow ("Пряма мова Зеленського:"), `comma` that the
    label may be followed by a comma instead of a colon ("Нагадаємо, …").
    """

    code: str
    forms: Mapping[str, Forms]
    named: bool = False
    comma: bool = False


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A label found at the start of a text: its code, the label as printed, what follows."""

    code: str
    printed: str
    rest: str


def _label(
    code: str, uk: str, ru: str, en: str, *, named: bool = False, comma: bool = False
) -> Label:
    forms = {"uk": tuple(uk.split("|")), "ru": tuple(ru.split("|")), "en": tuple(en.split("|"))}
    return Label(code, MappingProxyType(forms), named, comma)


_ALL = (
    _label("source", "Джерело|Джерела", "Источник|Источники", "Source|Sources"),
    _label(
        "details",
        "Деталі|Подробиці|Деталі від",
        "Детали|Подробности|Детали от",
        "Details|In detail|More details|The details",
        named=True,
    ),
    _label(
        "quote",
        "Пряма мова|Цитата|Пряме мовлення",
        "Прямая речь|Цитата",
        "Direct speech|Quote|Direct quote|In their own words|In her own words|In his own words",
        named=True,
    ),
    _label(
        "verbatim",
        "Дослівно|Дослівна цитата",
        "Дословно|Дословная цитата",
        "Verbatim|Literally|Word for word|Verbatim quote",
        named=True,
    ),
    _label(
        "background",
        "Передісторія|Бекграунд|Контекст|Довідка|Довідково|Для довідки|Історія питання",
        "Предыстория|Бэкграунд|Контекст|Справка|Справочно|Для справки|История вопроса",
        "Background|Context|For reference|Backstory|For context",
    ),
    _label(
        "preceded",
        "Що передувало|Що передувало цьому|Що було раніше|Що сталося раніше|Раніше",
        "Что предшествовало|Что предшествовало этому|Что было раньше|Что было ранее|Ранее",
        "What preceded|What preceded it|What preceded this|What came before|What happened before"
        "|What happened earlier|Previously|Earlier",
    ),
    _label(
        "reminder",
        "Нагадаємо|Нагадуємо|Як повідомлялося|Як повідомлялось|Як повідомлялося раніше",
        "Напомним|Напоминаем|Как сообщалось|Как сообщалось ранее",
        "As a reminder|Reminder|Recall|To recall|As reported|As reported earlier"
        "|As previously reported|As we reported|A reminder|We remind you|To remind",
        comma=True,
    ),
    _label(
        "why_it_matters",
        "Чому це важливо|Чому це має значення",
        "Почему это важно|Почему это имеет значение",
        "Why it matters|Why this matters|Why it is important|Why this is important"
        "|Why it's important",
    ),
    _label(
        "figures",
        "Цифри|У цифрах|В цифрах|Цифра дня",
        "Цифры|В цифрах|Цифра дня",
        "Figures|In figures|By the numbers|In numbers|The numbers",
    ),
    _label(
        "whats_next",
        "Що далі|Що буде далі|Що буде потім",
        "Что дальше|Что будет дальше|Что потом",
        "What's next|What is next|What next|What happens next|What comes next",
    ),
    _label("important", "Важливо|Це важливо", "Важно|Это важно", "Important|It is important"),
    _label("reaction", "Реакція|Реакції", "Реакция|Реакции", "Reaction|Reactions", named=True),
    _label("comment", "Коментар", "Комментарий", "Comment|Commentary", named=True),
    _label("update", "Оновлено|Доповнено", "Обновлено|Дополнено", "Updated|Update", named=True),
)

LABELS: Mapping[str, Label] = MappingProxyType({label.code: label for label in _ALL})
"""Every label of the house by its code, in the order in which they are offered to writers."""


def printed_label(code: str, language: str) -> str:
    """Return the house's printed form of label `code` in `language`; KeyError when unknown."""
    return LABELS[code].forms[language][0]


def _key(text: str) -> str:
    return text.casefold().replace("’", "'").replace("ʼ", "'").replace("ё", "е")


_BY_FORM: dict[str, Label] = {
    _key(form): label for label in _ALL for forms in label.forms.values() for form in forms
}
_FIRST_WORDS = frozenset(form.split()[0] for form in _BY_FORM)
_FORMS = "|".join(re.escape(form) for form in sorted(_BY_FORM, key=len, reverse=True))
_NAME = r"(?:\s+[^:.!?\n]{1,80}?|\s*\([^()\n]{1,80}\))"
_LEADING = re.compile(rf"({_FORMS})(?![\w'])({_NAME})?\s*([:,]|\s[—–-]\s)\s*")
_EN_QUOTES = r"direct speech|direct quote|quote|words|comment|reaction|statement"
_POSSESSIVE = re.compile(rf"[^:.,!?\n]{{2,60}}(?:'s|s') (?:own )?({_EN_QUOTES})\s*:\s*")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LONGEST = 140


def match_label(text: str) -> LabelMatch | None:
    """Find the label with which `text` begins, in any language; None when there is none.

    A label is printed with a colon; a reminder also with a comma; an attribution also with
    a dash. "Details, which nobody knew" is therefore no label. `printed` keeps a name that
    stands in the label and leaves the punctuation; `rest` is what follows, as printed.
    """
    start = text[:1]
    if not start.isupper():
        return None
    head = _key(text[:_LONGEST])
    if len(head) < min(len(text), _LONGEST) or len(head) > _LONGEST:
        return None  # A letter that folds into two would shift every position.
    word = _WORD.match(head)
    if word and word[0] in _FIRST_WORDS:
        found = _LEADING.match(head)
        if found and _allowed(_BY_FORM[found[1]], found[2], found[3].strip()):
            return _made(_BY_FORM[found[1]].code, text, found.start(3), found.end())
    if "'s " in head or "s' " in head:
        possessive = _POSSESSIVE.match(head)
        if possessive:
            code = {"comment": "comment", "reaction": "reaction"}.get(possessive[1], "quote")
            return _made(code, text, possessive[0].index(":"), possessive.end())
    return None


def _allowed(label: Label, name: str | None, mark: str) -> bool:
    """Tell whether this label may be printed with such a name and such a punctuation mark."""
    if mark == ",":
        return label.comma and not name
    if mark != ":":
        return label.code == "source" and not name
    return label.named or not name


def _made(code: str, text: str, end: int, rest: int) -> LabelMatch:
    return LabelMatch(code, text[:end].rstrip(), text[rest:].lstrip())


def match_lone_label(line: str) -> LabelMatch | None:
    """Find the label that is all of `line` ("Детали", "What preceded:"); None otherwise."""
    bare = line.strip().rstrip(":").rstrip()
    if len(bare) >= _LONGEST or not bare[:1].isupper():
        return None
    label = _BY_FORM.get(_key(bare))
    if label is not None and (line.rstrip().endswith(":") or not label.comma):
        return LabelMatch(label.code, bare, "")
    matched = match_label(line) or _match_named(bare)
    return matched if matched is not None and not matched.rest else None


def _match_named(bare: str) -> LabelMatch | None:
    """Find a label of speech that is printed with a name and without a colon."""
    matched = match_label(f"{bare}:") if bare[-1:].isalpha() else None
    if matched is None or matched.rest or matched.code not in {"quote", "verbatim"}:
        return None
    return matched if bare.rsplit(maxsplit=1)[-1][0].isupper() else None
