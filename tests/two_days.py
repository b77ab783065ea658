"""Two days of invented news by invented publishers: shared stories, a wire copy, an updated count, a correction."""

from __future__ import annotations

from typing import Any

from builders import an_article

from rag.domain.article import Article


def _article(id_: str, source: str, published: str, title: str, body: str, **fields: Any) -> Article:
    url = f"https://{source.lower().replace(' ', '-')}.example/{id_}"
    return an_article(body, id=id_, source=source, published=published, title=title, url=url, **fields)


FERRY_1 = _article(
    "ferry-1",
    "Harbour Courier",
    "2025-03-13T07:40",
    "Fire on Selkirk ferry sends passengers to lifeboats",
    "A fire in the engine room of the ferry Northern Lass forced 310 passengers into lifeboats off Selkirk Point "
    "early on Thursday. At least 12 people were treated for smoke inhalation at Selkirk General Hospital. The "
    "coastguard said the fire was out by 06:15 and the ship was under tow to Port Ansel.\n\n"
    "“Everyone was calm, and the crew did exactly what they had drilled,” said Maren Odell, a teacher who was aboard "
    "with 24 pupils. The operator, Ansel Lines, cancelled all sailings until Saturday. Investigators from the "
    "Maritime Safety Board were expected to board the vessel on Thursday afternoon.",
    dek="Coastguard says blaze is out; operator cancels sailings until Saturday.",
)
FERRY_2 = _article(
    "ferry-2",
    "The Meridian",
    "2025-03-13T09:05",
    "Selkirk ferry evacuated after engine room fire",
    "More than 300 passengers were evacuated from the ferry Northern Lass after a fire broke out in its engine room "
    "off Selkirk Point. The ship left Port Ansel at 04:50 with 310 passengers and 28 crew, according to the operator,"
    " Ansel Lines. It had passed a safety inspection on 4 February, the Maritime Safety Board said.",
)
FERRY_COPY = _article(
    "ferry-copy",
    "Ansel Evening Post",
    "2025-03-13T10:30",
    "Fire on Selkirk ferry sends passengers to lifeboats",
    FERRY_1.body,
)
RATES_1 = _article(
    "rates-1",
    "Ledger Daily",
    "2025-03-13T12:00",
    "Central bank of Norland holds its rate at 3.5 percent",
    "The central bank of Norland left its key rate at 3.5 percent on Thursday, as most analysts had expected. "
    "Governor Ilse Brandt said inflation would fall to 2.2 percent by the end of the year. “We are patient, not "
    "complacent,” Brandt told reporters. Two of the nine members of the board voted for a cut.",
)
STRIKE_1 = _article(
    "strike-1",
    "Harbour Courier",
    "2025-03-13T15:20",
    "Bus drivers in Tavin vote for a one-day strike",
    "Bus drivers in Tavin will strike for one day on 20 March after talks over night shifts failed. The drivers’ "
    "union said 1,140 of 1,300 members had voted for the walkout. The city’s transport authority called the vote "
    "regrettable.",
)
MUSEUM = _article(
    "museum",
    "The Meridian",
    "2025-03-13T18:45",
    "Lost map of Port Ansel turns up in a school cellar",
    "A map of Port Ansel drawn in 1687 has been found behind a boiler in the cellar of Cooper Street School. The city"
    " museum said it would show the sheet from 2 May. “It was rolled up with a football pennant,” said the caretaker,"
    " Joss Penhallow.",
)

FERRY_3 = _article(
    "ferry-3",
    "Harbour Courier",
    "2025-03-14T08:10",
    "Fuel line blamed for fire on Selkirk ferry",
    "A cracked fuel line caused the fire in the engine room of the ferry Northern Lass, the Maritime Safety Board "
    "said on Friday. At least 15 people were treated for smoke inhalation at Selkirk General Hospital. A fire in the "
    "engine room of the ferry Northern Lass forced 310 passengers into lifeboats off Selkirk Point early on "
    "Thursday.\n\n"
    "The part had been due for replacement in January, said Edda Roan, who leads the board’s inquiry. “This was a "
    "known weakness, and it was on a list,” Roan said. Ansel Lines said it was checking its 3 sister ships and would "
    "resume sailings on Sunday.",
    dek="Board says the part was due for replacement in January; sister ships are being checked.",
)
FERRY_4 = _article(
    "ferry-4",
    "The Meridian",
    "2025-03-14T09:30",
    "Ferry fire: inquiry points to cracked fuel line",
    "Investigators have traced the Northern Lass fire to a cracked fuel line that should have been replaced in "
    "January. The families of two injured crew members said they would sue Ansel Lines. Transport minister Pell Aster"
    " announced a review of ferry maintenance rules, to report by 30 June. Shares in Ansel Lines fell 7.4 percent.",
)
FERRY_5 = _article(
    "ferry-5",
    "Norland Wire",
    "2025-03-14T10:00",
    "Minister orders review after Selkirk ferry fire",
    "Transport minister Pell Aster on Friday ordered a review of maintenance rules for passenger ferries after the "
    "fire aboard the Northern Lass. The review will be led by former judge Corin Vale and will cost 1.2 million "
    "crowns. Opposition spokesman Dag Merrin said the minister had ignored two warnings from inspectors since 2023.",
)
RATES_2 = _article(
    "rates-2",
    "Ledger Daily",
    "2025-03-14T07:15",
    "Norland’s crown gains after central bank holds rate",
    "The Norland crown rose 0.8 percent against the euro on Friday, a day after the central bank left its key rate at"
    " 3.5 percent. Traders now see the first cut in September rather than June. Exporters warned that a strong crown "
    "would cost jobs; the steelmaker Orrin said it would freeze hiring at its plant in Dale.",
)
RATES_3 = _article(
    "rates-3",
    "Norland Wire",
    "2025-03-14T11:50",
    "Steelmaker Orrin freezes hiring as crown climbs",
    "Orrin, the largest steelmaker in Norland, said on Friday that it would freeze hiring at its plant in Dale "
    "because of the strong crown. The plant employs 2,400 people. Orrin expects its exports to fall 6 percent this "
    "year.",
)
STRIKE_2 = _article(
    "strike-2",
    "Tavin Observer",
    "2025-03-14T13:00",
    "Tavin offers drivers new talks to avert strike",
    "Tavin’s transport authority invited the bus drivers’ union to new talks on Tuesday in an attempt to avert the "
    "strike planned for 20 March. The authority is ready to cap night shifts at four a month, said its head, Lene "
    "Ostrow. The union said it would answer by Monday.",
)
SCHOOL = _article(
    "school",
    "Tavin Observer",
    "2025-03-14T14:20",
    "Flooded school in Lower Tavin to reopen after Easter",
    "Riverside School in Lower Tavin, closed since the flood of 9 January, will reopen on 22 April. Repairs to the "
    "ground floor cost 860,000 crowns, of which the insurer pays two thirds. Its 412 pupils have been taught in three"
    " church halls.",
)
OTTERS = _article(
    "otters",
    "Ansel Evening Post",
    "2025-03-14T16:05",
    "Otters return to the river Anse after 40 years",
    "Otters are living on the river Anse again for the first time since 1985, the wildlife trust of Port Ansel said. "
    "A camera near the old mill filmed a pair with two cubs on 27 February. “We stopped believing it would happen,” "
    "said the trust’s ranger, Bryn Hollis.",
)
CHESS = _article(
    "chess",
    "The Meridian",
    "2025-03-14T17:30",
    "Port Ansel girl, 11, beats chess grandmaster",
    "Eleven-year-old Nell Marchbank from Port Ansel beat grandmaster Otto Viklund in 34 moves at the Norland Open. "
    "She is the youngest player to defeat a grandmaster at the tournament, which was first held in 1931.",
)

THURSDAY: tuple[Article, ...] = (FERRY_1, FERRY_2, FERRY_COPY, RATES_1, STRIKE_1, MUSEUM)
FRIDAY: tuple[Article, ...] = (FERRY_3, FERRY_4, FERRY_5, RATES_2, RATES_3, STRIKE_2, SCHOOL, OTTERS, CHESS)
