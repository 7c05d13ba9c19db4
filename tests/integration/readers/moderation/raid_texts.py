"""What bots and honest people write in the replay of a raid: generated, never alike by accident."""

import random
from collections.abc import Callable, Sequence

_OPENINGS = ("Вітаю всіх", "Доброго дня", "Привіт", "Друзі", "Шановні", "Увага")
_OFFERS = ("заробляйте", "отримуйте", "маємо пропозицію: отримуйте", "реально заробляти")
_SUMS = ("5000", "7000", "8500", "9000", "12000", "6300")
_TERMS = ("щодня", "за день", "кожного дня", "на день")
_PLACES = ("вдома", "з дому", "не виходячи з дому", "онлайн")
_ENDS = ("без вкладень", "без досвіду", "без ризику", "без вкладень і досвіду")
_WAYS = ("пишіть у телеграм @zarobitok", "деталі в телеграм @zarobitok", "телеграм @zarobitok")
_COPIED = (
    "Ця влада все продала, мости будують лише для своїх, а людям знову нічого не скажуть",
    "Это всё постановка для камер, мост никому не нужен, деньги давно украли и вывезли за рубеж",
    "Nobody needs this bridge, the whole city council should resign and return every penny now",
)
_SLOGANS = (
    "Все пропало",
    "Ганьба",
    "Позор властям",
    "Shame on you",
    "Нас зливають",
    "Кругом зрада",
)
_DISGUISED = "Казино онлайн дарує бонус кожному новому гравцеві, реєструйся і вигравай мільйони"
_TWINS = {"а": "a", "о": "o", "е": "e", "с": "c", "р": "p", "і": "i", "у": "y", "х": "x"}

_WHO = ("Мешканці", "Пасажири", "Сусіди", "Продавці на ринку", "Водії", "Батьки школярів", "Лікарі")
_DO = ("давно чекали на", "питають про", "не розуміють", "хвалять", "обговорюють", "рахують")
_WHAT = (
    *("цей ремонт", "нову зупинку", "графік сімки", "опори мосту", "світло на набережній"),
    *("перехід біля школи", "тендер на асфальт", "стару бруківку", "велосипедну смугу"),
)
_SINCE = (
    *("ще з весни", "після минулої зими", "бо щодня там ходять", "хоча грошей обмаль"),
    *("і це помітно навіть увечері", "а відповіді немає", "адже кошторис змінили двічі"),
    *("особливо коли йде дощ", "і я їх розумію", "про що писали у вівторок"),
)
_RUSSIAN = (
    *("Хожу тут каждый день, стало заметно тише", "А когда откроют вторую полосу для машин"),
    *("Проверял сам: до рынка теперь двенадцать минут", "Хорошо бы ещё лавочки у перехода"),
    *("Спасибо строителям, работали и в выходные", "Смета вызывает вопросы, но результат есть"),
)
_ENGLISH = (
    *("Crossed it this morning, the railing still needs paint", "Finally a ramp for prams"),
    *("Who checks the lamps at night? Two are out already", "Great photos, thank you"),
)
_SHORT = ("Дякую!", "Слава ЗСУ!", "Нарешті", "Спасибо!", "Молодці", "Гарно", "+1", "Thanks!")

Text = Callable[[random.Random, int], str]


def copied(chance: random.Random, number: int) -> str:
    """Give a copy with a small change: a word left out, a sign, a number at the end."""
    words = chance.choice(_COPIED).split()
    del words[chance.randrange(len(words))]
    return (
        " ".join(words)
        + chance.choice(("!", "!!", ".", " ", "?!"))
        + chance.choice(("", str(number)))
    )


def spun(chance: random.Random, _number: int) -> str:
    """Give an advertisement put together from words that mean the same."""
    pick = chance.choice
    return (
        f"{pick(_OPENINGS)}! {pick(_OFFERS).capitalize()} від {pick(_SUMS)} гривень {pick(_TERMS)} "
        f"{pick(_PLACES)} {pick(_ENDS)}, {pick(_WAYS)}"
    )


def disguised(chance: random.Random, number: int) -> str:
    """Give a text with look-alike letters, unseen ones and a link."""
    letters = [
        _TWINS[one] if one in _TWINS and chance.random() < 0.4 else one for one in _DISGUISED
    ]
    for _turn in range(4):
        letters.insert(chance.randrange(len(letters)), "\u200b")
    return "".join(letters) + f" https://casino{number % 40}.example/?r={number}"


def shouted(chance: random.Random, number: int) -> str:
    """Give a short slogan with something at its end."""
    return chance.choice(_SLOGANS) + chance.choice(
        ("!", "!!!", " 🤡", f" {number}", "...", " 😡😡")
    )


def honest(chance: random.Random, number: int) -> str:
    """Give what a reader writes: a thought of one's own, rarely a word that all say."""
    kind = chance.random()
    if kind < 0.25:
        return chance.choice(_SHORT)
    if kind < 0.4:
        return _thought(chance, _RUSSIAN, number)
    if kind < 0.5:
        return _thought(chance, _ENGLISH, number)
    pick = chance.choice
    text = f"{pick(_WHO)} {pick(_DO)} {pick(_WHAT)} {pick(_SINCE)}."
    if kind > 0.8:
        text += f" {pick(_WHO)} {pick(_DO)} {pick(_WHAT)} {pick(_SINCE)}."
    return text


def _thought(chance: random.Random, thoughts: Sequence[str], number: int) -> str:
    return f"{chance.choice(thoughts)}{chance.choice(('', '.', '!', f', {number} раз'))}"
