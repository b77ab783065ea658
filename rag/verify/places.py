"""Lists that tell names from other capitalised words, and one name for each country and its people."""

from __future__ import annotations

from rag.verify.wordlists import words

# Country, adjective and people, abbreviations: one line a country, its own name first.
_COUNTRIES = """
united states: us usa american americans america united_states_of_america
united kingdom: uk british britain briton britons great_britain
european union: eu
united nations: un
russia: russian russians russian_federation
ukraine: ukrainian ukrainians
germany: german germans
france: french
italy: italian italians
spain: spanish spaniard spaniards
portugal: portuguese
poland: polish pole poles
china: chinese
japan: japanese
india: indian indians
pakistan: pakistani pakistanis
turkey: turkish turks turkiye
greece: greek greeks
sweden: swedish swede swedes
norway: norwegian norwegians
denmark: danish dane danes
finland: finnish finn finns
netherlands: dutch
belgium: belgian belgians
austria: austrian austrians
switzerland: swiss
hungary: hungarian hungarians
romania: romanian romanians
bulgaria: bulgarian bulgarians
serbia: serbian serbians serb serbs
croatia: croatian croatians croat croats
slovenia: slovenian slovenians
slovakia: slovak slovaks slovakian
czech republic: czech czechs czechia
estonia: estonian estonians
latvia: latvian latvians
lithuania: lithuanian lithuanians
belarus: belarusian belarusians
moldova: moldovan moldovans
georgia: georgian georgians
armenia: armenian armenians
azerbaijan: azerbaijani azerbaijanis
kazakhstan: kazakh kazakhs
israel: israeli israelis
palestine: palestinian palestinians
syria: syrian syrians
iraq: iraqi iraqis
iran: iranian iranians
saudi arabia: saudi saudis
yemen: yemeni yemenis
jordan: jordanian jordanians
lebanon: lebanese
egypt: egyptian egyptians
libya: libyan libyans
tunisia: tunisian tunisians
morocco: moroccan moroccans
algeria: algerian algerians
sudan: sudanese
ethiopia: ethiopian ethiopians
kenya: kenyan kenyans
nigeria: nigerian nigerians
ghana: ghanaian ghanaians
south africa: south_african south_africans
canada: canadian canadians
mexico: mexican mexicans
brazil: brazilian brazilians
argentina: argentine argentinian argentinians
chile: chilean chileans
peru: peruvian peruvians
colombia: colombian colombians
venezuela: venezuelan venezuelans
cuba: cuban cubans
australia: australian australians
new zealand: new_zealander new_zealanders
indonesia: indonesian indonesians
malaysia: malaysian malaysians
thailand: thai thais
vietnam: vietnamese
philippines: philippine filipino filipinos
south korea: south_korean south_koreans
north korea: north_korean north_koreans
taiwan: taiwanese
afghanistan: afghan afghans
bangladesh: bangladeshi bangladeshis
ireland: irish
scotland: scottish scots scot
wales: welsh
england: english
iceland: icelandic icelander icelanders
europe: european europeans
africa: african africans
asia: asian asians
federal reserve: fed
federal bureau of investigation: fbi
central intelligence agency: cia
national health service: nhs
world health organization: who world_health_organisation
"""


def _same_name() -> dict[str, str]:
    """Every form -> the country's own name; an underscore stands for the space inside a form."""
    found: dict[str, str] = {}
    for line in _COUNTRIES.strip().splitlines():
        name, _, forms = line.partition(": ")
        found.update({form.replace("_", " "): name for form in (name, *forms.split())})
    return found


# "who" and "us" are also pronouns: only capitals make them names, which the caller sees to.
SAME_NAME = _same_name()

TITLES = frozenset(
    words(
        "president vice prime minister chancellor secretary senator representative congressman congresswoman "
        "governor mayor king queen prince princess pope bishop archbishop cardinal rabbi imam sheikh general "
        "colonel major captain lieutenant sergeant admiral commander judge justice prosecutor attorney "
        "director chief chairman chairwoman chair chairperson head ceo officer executive professor doctor sir "
        "dame lord lady baroness count baron ambassador envoy spokesman spokeswoman spokesperson commissioner "
        "councillor inspector detective superintendent coach manager deputy acting former foreign defence "
        "defense finance interior speaker leader founder mr mrs ms dr prof sen rep gov gen col lt sgt rev "
        "father sister brother economist analyst researcher scientist author first home health education "
        "transport energy trade economy environment agriculture"
    )
)

# First words that are no names although nothing in the evidence says so.
COMMON_OPENERS = frozenset(
    words(
        "a an the this that these those there here it its he she they we you i his her their our my your who "
        "what when where why how which whose in on at by for from with without within to of into onto over "
        "under above below between among amid across after before during despite since until till while "
        "whenever although though because as if unless once upon about against along around behind beside "
        "besides beyond near next off out outside inside past per through throughout toward towards up down "
        "via like unlike and or but nor so yet not no none never nobody nothing neither either both each "
        "every all any some many much most more less few fewer several other others another such same own "
        "only also too even just still already again then now today yesterday tomorrow tonight later earlier "
        "recently previously meanwhile however moreover furthermore therefore thus hence instead overall "
        "finally eventually initially originally currently reportedly allegedly according following including "
        "regarding concerning given based due owing thanks compared rather one two three four five six seven "
        "eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty "
        "thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions "
        "billion dozens dozen half first second third fourth fifth last twice officials official police "
        "authorities government governments ministers minister president prime chancellor lawmakers "
        "parliament court courts judge judges prosecutors prosecutor lawyers lawyer witnesses witness "
        "residents resident people person men man women woman children child students student teachers "
        "teacher doctors doctor nurses nurse patients patient workers worker employees employee staff unions "
        "union experts expert analysts analyst economists economist scientists scientist researchers "
        "researcher observers critics supporters opponents protesters demonstrators activists voters voter "
        "candidates candidate members member leaders leader delegates delegations delegation representatives "
        "negotiators talks negotiations discussions meetings meeting sessions session summit agreement "
        "agreements deal deals contract contracts treaty accord plans plan proposals proposal shares share "
        "stocks stock prices price costs cost profits profit revenue sales sale earnings inflation "
        "unemployment growth output exports imports trade markets market banks bank firms firm companies "
        "company business businesses factories factory plant plants production demand supply wages wage taxes "
        "tax budget spending debt interest rates rate investors investor shareholders customers customer "
        "consumers households farmers farmer crops crop food water power electricity energy gas oil fuel coal "
        "rain rains rainfall snow snowfall wind winds storm storms flood floods flooding heat temperatures "
        "temperature weather drought fire fires firefighters rescuers rescue crews crew emergency ambulance "
        "hospital hospitals health vaccine vaccines drug drugs disease virus cases case deaths death victims "
        "victim survivors survivor injuries injured casualties damage losses passengers passenger drivers "
        "driver pilots pilot trains train buses bus ferries ferry ships ship boats boat planes plane flights "
        "flight airlines airline airports airport roads road bridges bridge tunnel tunnels traffic services "
        "service schools school universities university classes exams research study studies survey surveys "
        "report reports results result data figures figure evidence documents document records record video "
        "footage photographs images elections election votes vote voting turnout polls poll ballots ballot "
        "parties party coalition opposition campaign law laws bill bills rules rule charges charge sentence "
        "verdict trial hearing appeal appeals investigation investigators inquiry detectives officers officer "
        "soldiers soldier troops forces fighters rebels militants weapons missiles drones attack attacks "
        "strike strikes shelling fighting war peace ceasefire truce hostilities sanctions aid refugees "
        "migrants border borders security team teams players player coach fans club clubs match matches game "
        "games goal goals season league cup final victory defeat win loss draw race runners athletes stadium "
        "tickets museum theatre film films book books music art artists concert festival exhibition visitors "
        "tourists city cities town towns village villages country countries nation nations state states "
        "region regions district province island islands river rivers lake mountain coast sea harbour port "
        "site area land homes home houses house building buildings apartment apartments construction repairs "
        "repair work works project projects programme program system systems technology software internet "
        "phones phone computers satellites satellite telescope mission astronomers species animals animal "
        "birds bird fish whales trees forest forests climate emissions carbon pollution waste recycling money "
        "funds funding donations donors grants loans credit insurance pension pensions rent housing property "
        "owners owner buyers buyer tenants guests neighbours relatives family families parents parent mother "
        "father son daughter husband wife mr mrs ms dr sources source reporters journalists media news "
        "newspaper article details detail reasons reason questions concerns concern fears hopes pressure "
        "tensions tension relations ties support differences disagreement disagreements disputes dispute "
        "conflict violence unrest protests protest demonstrations rally crowds crowd early late mid new old "
        "former current recent local national international regional foreign federal public private military "
        "political economic financial legal social global world european western eastern northern southern "
        "central high low big small large long short heavy strong weak rising falling annual monthly weekly "
        "daily full total additional further special lead leading senior top key main major minor initial "
        "preliminary independent joint common rare earth mineral minerals metals metal remarks comments words "
        "statement statements speech interview call calls request response reaction decision decisions move "
        "moves step steps change changes increase decrease rise fall drop decline gains gain recovery crisis "
        "situation conditions progress success failure delay delays end start opening closure did does do is "
        "are was were has have had will would can could may might should must let whether yes ukraine's "
        "speaking asked told said having being continued stakeholders territorial issues issue topics topic "
        "side sides multiple various numerous nearly almost approximately roughly exactly participants "
        "partners allies envoys"
    )
) - {"european"}  # fmt: skip

KNOWN_NAMES = frozenset(
    words(
        "moscow kyiv kiev washington london paris berlin brussels beijing kremlin jeddah riyadh geneva vienna "
        "rome madrid tokyo delhi ankara tehran jerusalem warsaw prague budapest athens wales texas kansas "
        "honduras cyprus laos barbados netherlands philippines illinois massachusetts reuters siemens putin "
        "trump zelensky biden macron nato opec"
    )
)
