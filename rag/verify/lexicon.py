"""Word lists of the check: plain data, English, each with the reason that it is a closed or a useful class."""

from __future__ import annotations

import re

from rag.verify.wordlists import words

# Words that carry no claim of their own; coverage of content does not count them.
FUNCTION_WORDS = frozenset(
    words(
        "ago a an the this that these those there here it its itself he him his himself she her hers herself "
        "they them their theirs themselves we us our ours you your i me my one ones who whom whose which what "
        "when where why how and or but nor so yet if then than as at by for from in into of off on onto out "
        "over to up upon with within without about above across after against along among amid around before "
        "behind below beneath beside besides between beyond despite down during except inside like near "
        "outside past per since through throughout till toward towards under underneath until via while "
        "whereas although though because due be am is are was were been being have has had having do does did "
        "done doing will would shall should can could may might must ought not no none never also too very "
        "just only even still already again once more most less least much many some any each every either "
        "neither both all such same other another others own rather quite almost nearly roughly approximately "
        "however meanwhile moreover furthermore therefore thus hence instead now s t re ve ll d m n't "
        "according reportedly well further including included include involving total overall currently "
        "namely amounting regarding concerning alongside apart together whether later earlier ever"
    )
)

_FORMS = """
say: said says saying; tell: told; rise: rose risen rising rises; fall: fell fallen; hold: held; meet: met;
sue: sued sues suing; abstain: abstained abstention abstentions abstaining; plane: planes; airline: airlines;
airliner: airliners; note: notes noted noting; one: ones; overtake: overtook overtaken overtaking;
shrink: shrank shrunk shrinking; comply: complied complies complying; supply: supplies supplied;
apply: applied applies; reply: replied replies; family: families; win: won; beat: beaten beats beating;
lose: lost losing loses loss losses; begin: began begun; take: took taken taking; give: gave given giving;
make: made making; go: went gone goes; come: came coming; see: saw seen; leave: left leaving leaves; lead: led;
pay: paid; buy: bought; sell: sold; bring: brought; build: built; keep: kept; find: found; think: thought;
catch: caught; teach: taught; seek: sought; fight: fought; grow: grew grown growth; know: knew known;
throw: threw thrown; fly: flew flown flight flights; drive: drove driven driver drivers; write: wrote written;
speak: spoke spoken; break: broke broken; choose: chose chosen; steal: stole stolen theft; strike: struck;
sink: sank sunk; shoot: shot shots; send: sent; spend: spent; lend: lent; mean: meant; run: ran running;
stand: stood; understand: understood; become: became; get: got gotten; feel: felt; hear: heard; wear: wore worn;
bear: bore born; swear: swore sworn; withdraw: withdrew withdrawn withdrawal withdrawals; draw: drew drawn;
stem: stemmed stems stemming; forget: forgot; hit: hits hitting; die: died dies dying dead death deaths;
lie: lay lain lying; overcome: overcame; shake: shook; freeze: froze frozen; sweep: swept;
burn: burnt burned burning; flee: fled; feed: fed; man: men; woman: women; child: children; person: people persons;
foot: feet; wife: wives; life: lives; half: halves; agree: agreed agrees agreeing; agreement: agreements;
propose: proposal proposals proposed proposing proposes; refuse: refusal refused refusing refuses;
deny: denied denies denial denying; decide: decision decisions decided; produce: production producing;
approve: approval approved approves approving; arrive: arrival arrivals arrived; offer: offered offering offers;
order: ordered orders; suffer: suffered; number: numbers; member: members; river: rivers; minister: ministers;
water: waters; power: powers; paper: papers; never: never; over: over; destroy: destruction destroyed;
reduce: reduction reductions reduced; receive: received receipt; describe: description;
explain: explanation explained; expand: expansion expanded; extend: extension extended extending;
suspend: suspension suspended suspending; press: pressing pressed; news: news; series: series; species: species;
talk: talks talked talking; need: needed needs; weed: weeds; ship: ships; bus: buses; gas: gases;
nation: nations national; station: stations; union: unions; region: regions regional; million: millions;
billion: billions; election: elections; elect: elected; action: actions; section: sections; mission: missions;
pension: pensions; version: versions; question: questions questioned; position: positions; condition: conditions;
tradition: traditional; party: parties; moment: moments; parliament: parliamentary; department: departments;
apartment: apartments; document: documents; element: elements; experiment: experiments; instrument: instruments;
cement: cement; tournament: tournaments; president: presidents presidential; hospital: hospitals;
capital: capitals; animal: animals; official: officials; festival: festivals; general: generals; medal: medals;
metal: metals; mineral: minerals; signal: signals; trial: trials; material: materials; city: cities;
university: universities; security: security; majority: majority; minority: minority; charity: charities;
community: communities; try: tried tries trying; cut: cuts cutting
"""


def _irregular() -> dict[str, str]:
    """Form -> base, the base itself included."""
    found: dict[str, str] = {}
    for entry in _FORMS.strip().split(";"):
        base, _, forms = entry.strip().partition(": ")
        found.update(dict.fromkeys((base, *forms.split()), base))
    return found


IRREGULAR = _irregular()


# Words that may stand for each other in a news paraphrase without changing what is claimed, one class a line.
SAME_MEANING = (
    "talks negotiations negotiators discussions discuss meeting meet dialogue conversation conversations summit",
    "agreement deal accord pact treaty",
    "state say said tell note add explain remark comment observe mention announce emphasise emphasize stress "
    "underline highlight underscore reiterate report",
    "rise increase grow gain climb jump surge soar raise",
    "fall decrease drop decline dip slip plunge slump shrink slide reduce cut lower",
    "kill die fatal fatality fatalities lethal perish",
    "injure wound hurt injury injuries",
    "begin start commence launch",
    "end finish conclude conclusion complete",
    "last continue persist duration length long lengthy",
    "company firm business corporation manufacturer enterprise",
    "buy purchase acquire acquisition",
    "win beat defeat victory victorious triumph overcome winner",
    "help aid assist support assistance backing",
    "show reveal demonstrate find found",
    "job position post role",
    "worker employee staff personnel workforce",
    "house home residence dwelling",
    "car vehicle automobile",
    "plan intend intention aim scheme programme program",
    "try attempt effort endeavour",
    "want wish desire hope seek",
    "need require requirement necessity necessary",
    "use utilise utilize employ",
    "build construct construction erect",
    "fire blaze flames",
    "road street highway motorway",
    "child kid youngster",
    "doctor physician medic",
    "lawyer attorney counsel barrister",
    "ask request",
    "propose suggest proposal suggestion",
    "halt stop pause cease cessation",
    "postpone delay deferral defer",
    "cancel scrap abandon",
    "lead head chief boss leader",
    "government administration cabinet authorities",
    "vote ballot poll",
    "price cost",
    "money fund funding finance financing",
    "profit earnings",
    "revenue sales turnover takings",
    "arrest detain apprehend custody",
    "sentence jail prison imprison imprisonment imprisoned",
    "attack strike assault raid offensive",
    "soldier troop serviceman",
    "country nation state",
    "city town",
    "research study survey researcher scientist scientific",
    "squad team side club",
    "match game fixture",
    "coach manager",
    "quake earthquake tremor",
    "crash collision accident collide",
    "plane aircraft jet airliner aeroplane flight fly",
    "ship vessel boat ferry",
    "disease illness sickness ill sick",
    "leave depart departure quit resign resignation",
    "old aged age",
    "year annual annually yearly",
    "month monthly",
    "day daily",
    "worry concern fear anxiety",
    "delegation delegates delegate representatives representative",
    "contract contracts",
    "earlier previously previous before prior past former formerly",
    "ceasefire truce armistice",
    "hostilities fighting combat conflict war",
    "difference differ differing disagreement disagree dispute disputed",
    "bring lead cause result",
    "large big huge major great considerable substantial",
    "small little minor tiny slight",
    "quick fast rapid swift",
    "open opening inaugurate",
    "close shut closure",
    "destroy demolish wreck ruin",
    "damage harm",
    "rescue save",
    "move transfer relocate shift",
    "give provide supply hand grant award",
    "receive get obtain gain",
    "become turn",
    "people person citizen individual resident inhabitant",
    "hospital clinic",
    "school college",
    "criticise criticize condemn denounce criticism",
    "praise welcome hail applaud",
    "important significant significance crucial critical importance key",
    "additional extra more further",
    "recent latest new newest lately",
    "around approximately roughly",
    "include comprise contain involve",
    "approve approval endorse endorsement pass ratify adopt",
    "goal score scored",
    "replace successor replacement",
    "lawsuit sue litigation suit",
    "film movie",
    "fail failure failed collapse stall stalled stalemate deadlock impasse",
    "committed commit commitment pledge promise vow undertake undertook",
    "caution cautious cautiously wary warily",
)


def _entries(text: str) -> tuple[str, ...]:
    """One entry a line; a line that begins with a space goes on with the entry before."""
    return tuple(" ".join(entry.split()) for entry in re.split(r"\n(?! )", text.strip()))


# One exclusion a line, its sides between bars. A word belongs to one line only.
EXCLUSIONS = _entries("""
rise up higher upward growth strengthen accelerate upturn grew expand widen | fall down lower downward ease
  eased allay calm soothe weaken slow downturn shrink narrow contract
improve better improvement | worsen worse deteriorate deterioration
more | less fewer
all | none
win | lose
accept approve uphold adopt endorse accepted supported supports supporting supporter backed | reject oppose veto
  overturn quash rejected rejection refuse refused
buy | sell
import importer imports | export exporter exports
open | close
begin | end
arrive join enter | leave exit
before | after
above | below
first | last
guilty convict convicted conviction | innocent acquit acquitted acquittal cleared
allow permit permitted legalise legalize | ban banned prohibit forbid outlaw
hire recruit recruited hired | sack fired sacked dismissed
survive alive survivor survived | dead
majority | minority
public | private
men man boy male boys | women woman girl female girls
profit surplus | loss deficit
strong stronger | weak weaker
hot hotter hottest warm warmer warmest | cold colder coldest cool cooler coolest
ahead | behind
best | worst
minimum lowest | maximum highest
include | exclude
admit | deny
praise | criticise
legal lawful | illegal unlawful
steal | return
add | remove
kill | injure
earlier sooner | later
led leads | trailed trails
primary | secondary
small | large
young | old
rich | poor
long | short
early | late
dangerous | safe
indoor | outdoor
inside | outside
weeks | months | days | hours | years | minutes | seconds | decades
promote promoted | suspend suspended demote
completed finalised finalized | cancel
success succeed successful succeeded | unsuccessful fail failed
lift lifted | impose tighten imposed tightened
release released freed free | arrest detained jailed kidnap kidnapped abduct
older oldest elder | younger youngest newer newest
larger largest bigger biggest | smaller smallest
longer longest | shorter shortest
faster fastest | slower slowest
cheaper cheapest | dearer pricier costlier
unanimous unanimously | narrowly
temporary temporarily | permanent permanently
north northern northward northwards | south southern southward southwards | east eastern eastward | west western
  westward
morning | afternoon | evening | night
gold | silver | bronze
semi-final semifinal | quarter-final quarterfinal
father | mother | son | daughter | brother | sister | husband | wife
oil | gas | coal
red | blue | green | yellow | black | white
domestic | foreign
against | favour favor
doubled double doubling | halved halve halving
speed accelerated | slowed
agreement | disagreement
high | low
finance | transport | interior | health | education | justice | agriculture | environment
variable | fixed
quarterly | monthly | weekly | yearly
urban | rural
upstream | downstream
borrower | lender
plaintiff | defendant
defence | prosecution
supporters | opponents
supply | demand
""")

# Acts that change what happened if one stands for another, one act a line: a statement's must be one of its spans'.
ACTS = _entries("""
agree accept consent commit pledge promise vow undertake approve endorse ratify adopt back acceptance
sign signature initial
deny denial
admit confess concede acknowledge
confirm confirmation verify
refuse reject oppose object disagree veto rebuff spurn disagreement rejection
threaten threat
warn warning caution alert
demand insist
propose suggest offer proposal
apologise apologize apology
resign quit resignation
convict guilty conviction
acquit clear acquittal
sue lawsuit
invade invasion
surrender capitulate
accuse allege accusation allegation blame
ban prohibit outlaw forbid
cancel scrap abandon call
postpone delay suspend defer pause halt stop
veto
sentence jail imprison
extradite deport expel
evacuate evacuation
explode explosion detonate blast bomb
hijack kidnap abduct
bribe corruption
praise
""")
