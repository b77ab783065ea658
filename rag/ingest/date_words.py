"""Words of date lines in the larger European languages: months, weekdays, labels, names of time zones."""

from __future__ import annotations

_MONTH_NAMES = (
    # English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Russian, Turkish, the Nordic ones, Czech
    "january jan januar jänner jän janvier janv enero ene gennaio gen januari janeiro styczeń stycznia sty январь "
    "января янв ocak oca tammikuu tammikuuta leden ledna led",
    "february feb februar feber février fevrier févr fév febrero febbraio februari fevereiro fev luty lutego lut "
    "февраль февраля фев февр şubat subat şub helmikuu helmikuuta únor února",
    "march mar märz maerz mrz mär mars marzo maart mrt março marco marzec marca март марта мар mart marts "
    "maaliskuu maaliskuuta březen března",
    "april apr avril avr abril abr aprile kwiecień kwietnia kwi апрель апреля апр nisan nis huhtikuu huhtikuuta duben "
    "dubna",
    "may mai mayo maggio mag mei maio maj maja май мая mayıs mayis toukokuu toukokuuta květen května",
    "june jun juni juin junio giugno giu junho czerwiec czerwca cze июнь июня июн haziran haz kesäkuu kesäkuuta "
    "červen června",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca lip июль июля июл temmuz tem heinäkuu heinäkuuta "
    "červenec července",
    "august aug août aout agosto ago augustus sierpień sierpnia sie август августа авг ağustos agustos ağu augusti "
    "elokuu elokuuta srpen srpna",
    "september sep sept septembre septiembre setiembre settembre set setembro wrzesień września wrz сентябрь сентября "
    "сен сент eylül eylul eyl syyskuu syyskuuta září",
    "october oct oktober okt octobre octubre ottobre ott outubro out październik października paź октябрь октября окт "
    "ekim eki lokakuu lokakuuta říjen října",
    "november nov novembre noviembre novembro listopad listopada listopadu lis ноябрь ноября ноя нояб kasım kasim kas "
    "marraskuu marraskuuta",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro grudzień grudnia gru декабрь "
    "декабря дек aralık aralik ara desember des joulukuu joulukuuta prosinec prosince",
)
MONTHS: dict[str, int] = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
"""A month's name or usual short form, in lower case and without a full stop -> 1 to 12."""

WEEKDAYS = (
    "mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|"
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so|"
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    "luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|sabato|domenica|"
    "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|"
    "(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|"
    "poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela|"
    "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс|"
    "pazartesi|salı|çarşamba|perşembe|cuma(?:rtesi)?|pazar|"
    "måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|mandag|tirsdag|lørdag|søndag|"
    "maanantai(?:na)?|tiistai(?:na)?|keskiviikko(?:na)?|torstai(?:na)?|perjantai(?:na)?|lauantai(?:na)?|sunnuntai(?:na)?|"
    "pondělí|úterý|středa|čtvrtek|pátek|neděle"
)
"""Alternatives of a regular expression, for matching without regard to case."""

LABEL = r"""(?:
    (?:(?:first|originally|date)\s+)?(?:published|posted|issued|released|created)(?:\s+(?:on|at))?
  | date(?:\s+of\s+publication)?
  | publication\s+date | dated | datum | veröffentlicht(?:\s+am)? | erschienen(?:\s+am)? | vom | stand
  | publié(?:\s+le)? | le | publicado(?:\s+(?:el|em))? | fecha | em | data
  | pubblicato(?:\s+il)? | gepubliceerd(?:\s+op)? | geplaatst(?:\s+op)? | opublikowano | data\s+publikacji
  | опубликовано | дата(?:\s+публикации)? | yayınlan(?:ma(?:\s+tarihi)?|dı) | publicerad | publisert | offentliggjort
  | udgivet | julkaistu | publikováno | vydáno
)\s*[:|–—-]?\s+"""
"""What stands before a publication date, with the space behind it; "updated" and its like are not among them."""

TIME_WORD = r"(?:at|um|à|a\s+las|kl\.?|klockan|klo|alle(?:\s+ore)?|ore|om|às|as|o\s+godz\.|godz\.|o|в|v|saat|ab)"
"""What stands between a day and a time of day."""

ZONES: dict[str, float] = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "mez": 1, "wat": 1, "cest": 2,
    "mesz": 2, "eet": 2, "cat": 2, "sast": 2, "eest": 3, "msk": 3, "eat": 3, "trt": 3, "gst": 4, "pkt": 5, "ist": 5.5,
    "ict": 7, "wib": 7, "hkt": 8, "sgt": 8, "awst": 8, "myt": 8, "pht": 8, "jst": 9, "kst": 9, "acst": 9.5, "aest": 10,
    "acdt": 10.5, "aedt": 11, "nzst": 12, "nzdt": 13, "ndt": -2.5, "adt": -3, "brt": -3, "nst": -3.5, "ast": -4,
    "edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8, "akdt": -8, "akst": -9,
    "hst": -10,
}  # fmt: skip
"""A zone's name in lower case -> hours ahead of UTC."""

UNITED_STATES: dict[str, float] = {"et": -5, "ct": -6, "mt": -7, "pt": -8}
"""Names that say nothing of summer time -> hours ahead of UTC in winter."""
