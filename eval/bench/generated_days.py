"""Invented days of news, made at random from a seed, as hard on a page as real ones: many, few, long, in any script."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from rag.domain.article import Article, Published, Version

DAY = date(2025, 3, 14)
EVE = DAY - timedelta(days=1)

_PLACES = "Selkirk Tavin Ansel Dale Orrin Merrow Hask Lund Brae Vantry Colm Eskdale".split()
_PEOPLE = "Odell Roan Brandt Aster Vale Merrin Ostrow Hollis Penhallow Viklund Marchbank Thorne".split()
_BODIES = "council ministry court union hospital harbour school bank museum regulator".split()
_ACTS = "approved delayed rejected opened closed announced cancelled reviewed sold repaired".split()
_THINGS = "budget bridge ferry strike tunnel merger vaccine tax archive reservoir railway festival".split()
_SCRIPTS = {
    "ar": "قال الوزير إن الجسر الجديد سيفتح أبوابه أمام المسافرين في 12 مايو بعد تأخير دام سنتين.",
    "he": "ראש העיר אמרה כי הגשר ייפתח לתנועה ב-12 במאי לאחר עיכוב של שנתיים.",
    "zh": "市长表示，新桥将于五月十二日通车，比原计划晚了两年。",
    "ja": "市長は新しい橋が5月12日に開通すると述べた。",
    "hi": "महापौर ने कहा कि नया पुल 12 मई को खुलेगा और इस पर 40 करोड़ खर्च हुए।",
    "ru": "Мэр сообщила, что новый мост откроется 12 мая после двух лет задержки.",
    "el": "Η δήμαρχος είπε ότι η νέα γέφυρα θα ανοίξει στις 12 Μαΐου.",
    "ko": "시장은 새 다리가 5월 12일에 개통된다고 말했다.",
}
_EMOJI = "🎉🔥👩‍🚀🏳️‍🌈🚢"
_HOSTILE = (
    '#eval("1") $x$ @ref <l> \\ * [a] _u_ // #{panic()}',
    "![](http://x.example/y.png) :red[z]",
    "\u202e\u200b\x07",
)


def generated_day(seed: int, *, most: int = 300) -> list[Version]:
    """The articles of one day, 1 to ``most`` of them, few more often than many."""
    return _versions(Random(seed), most, DAY)


def generated_eve(seed: int, *, most: int = 60) -> list[Version]:
    """The articles of the day before it, about the same events in other words and with other figures."""
    return _versions(Random(seed), most, EVE)


def _versions(random: Random, most: int, day: date) -> list[Version]:
    number = max(1, round(most ** random.random()))
    publishers = [f"{random.choice(_PLACES)} {random.choice(('Post', 'Courier', 'Wire'))} {i}" for i in range(12)]
    events = [_event(random) for _ in range(max(1, number // random.randint(1, 4)))]
    return [
        Version(_article(random, i, random.choice(events), random.choice(publishers), day), 1, _at(day, 0))
        for i in range(number)
    ]


def _event(random: Random) -> tuple[str, str, str, str]:
    return random.choice(_PLACES), random.choice(_BODIES), random.choice(_ACTS), random.choice(_THINGS)


def _article(random: Random, number: int, event: tuple[str, str, str, str], publisher: str, day: date) -> Article:
    place, body, act, thing = event
    title = f"{place} {body} {act} {thing} {random.choice(('plan', 'deal', 'project'))}"
    text = " ".join(_sentence(random, event) for _ in range(random.randint(1, 25)))
    match random.randrange(12):
        case 0:
            title = ""
        case 1:
            title = " ".join([title] * random.randint(4, 40))
        case 2:
            title = random.choice(list(_SCRIPTS.values()))
            text = " ".join(random.choices(list(_SCRIPTS.values()), k=random.randint(1, 8)))
        case 3:
            text = f"{title} " + " and ".join(_sentence(random, event).rstrip(".") for _ in range(40)) + "."
        case 4:
            title = f"{title} {random.choice(_EMOJI)} {random.choice(_HOSTILE)}"
            text = f"{text} {random.choice(_HOSTILE)} {_EMOJI}"
        case 5:
            publisher, title = "W" * random.randint(20, 120), "Donaudampfschifffahrt" * random.randint(1, 12)
        case 6:
            text = "x" * random.randint(300, 3000)
        case _:
            pass
    day_only = random.random() < 0.2
    return Article(
        id=f"generated-{day:%d}-{number}",
        title=title,
        dek=_sentence(random, event) if random.random() < 0.3 else "",
        body=text,
        source="" if random.random() < 0.05 else publisher,
        url=random.choice(
            ("", "javascript:alert(1)", f"https://news.example/{number}/" + "long-" * random.randint(0, 60))
        ),
        published=Published(_at(day, 0), "day") if day_only else Published(_at(day, random.randrange(24 * 60)), "time"),
    )


def _sentence(random: Random, event: tuple[str, str, str, str]) -> str:
    place, body, act, thing = event
    person, count, year = random.choice(_PEOPLE), random.randint(2, 9000), random.randint(2026, 2040)
    return random.choice(
        (
            f"The {body} of {place} {act} the {thing} on Friday after {count} people had signed a petition.",
            f"{person} told the {body} that the {thing} would cost {count} million crowns by {year}.",
            f"“We never expected the {thing} to take {count} days,” said {person}, who speaks for the {body}.",
            f"At least {count} residents of {place} will be affected, according to a report by {person}.",
            f"He added that nothing had been decided about the {random.choice(_THINGS)}.",
            f"Work in {random.choice(_PLACES)} is to begin on {random.randint(1, 28)} June.",
        )
    )


def _at(day: date, minutes: int) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes)
