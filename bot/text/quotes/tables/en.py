"""English."""

from bot.text.quotes.words import Lexicon, words

_BASE = words(
    """
        say tell write add ask tweet state explain declare reply respond note argue warn insist conclude
        continue recall joke admit suggest remark acknowledge announce claim shout chant yell promise
        predict repeat assert observe quip answer concede confess complain stress emphasize emphasise
        point_out advise boast charge comment contend cry describe elaborate exclaim interject lament
        maintain mention muse mutter offer plead pledge post proclaim propose protest reason recount
        reiterate reveal scoff scream signal sigh speculate summarize testify text urge voice vow
        whisper wonder blast thunder retort counter deadpan crow echo volunteer venture marvel counsel
        caution confide demand allege agree affirm instruct implore inform email e-mail opine object
        inquire intone gush fume snap bark bellow beam clarify confirm deny guess gripe grumble jest
        laugh rail rant relate report retweet sing sneer stipulate theorize warn thank apologize beg
        brag cite estimate express figure fire_back shoot_back chime pray preach recite regret rejoin
        remind remember reminisce sum swear threaten vent write accuse assure bemoan blog boom burst
        begin tease
        """
)
_CALL = words(
    """
        call describe dub label brand denounce deride criticize criticise slam decry dismiss praise hail
        characterize condemn mock cast refer accuse attack tout vilify lambaste blame rip credit defend
        label ridicule portray quote believe think feel see consider pronounce want hope use need coin
        title entitle name know term promise pledge endorse question discuss reject oppose urge express
        voice offer vow seek
        """
)
_IRREGULAR = {
    "say": "said", "tell": "told", "write": "wrote", "swear": "swore", "sing": "sang", "shoot_back": "shot back",
    "begin": "began", "think": "thought", "feel": "felt", "see": "saw", "know": "knew", "burst": "burst", "cast": "cast",
    "seek": "sought", "bet": "bet",
}  # fmt: skip


def _past(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    if verb in ("quip", "rip", "slam", "snap", "sum", "beg", "brag", "chat", "blog", "dub", "admit", "interjectrefer"):
        return verb + verb[-1] + "ed"
    return {"refer": "referred", "reason": "reasoned", "label": "labeled", "concur": "concurred"}.get(verb, verb + "ed")


def _third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def _ing(verb: str) -> str:
    past = _past(verb)
    if past.endswith(verb[-1] + verb[-1] + "ed"):
        return verb + verb[-1] + "ing"
    return (verb[:-1] if verb.endswith("e") and verb != "see" else verb) + "ing"


def _finite(verbs: frozenset[str]) -> frozenset[str]:
    return frozenset(form for verb in verbs for form in (verb, _past(verb), _third(verb)))


_SAY = frozenset(verb for verb in _BASE if " " not in verb)
_LABEL = _CALL - _SAY

LEXICON = Lexicon(
    code="en",
    cues=_finite(_SAY) | words("reads read goes went labelled says likens likened asks"),
    weak_cues=_finite(_LABEL) | words("spoke speaks talked talks gave gives made makes put puts saw heard tweeting has"),
    participles=frozenset(_ing(verb) for verb in _SAY | _LABEL) | words("telling reading quoting citing labelling"),
    according=(("according", "to"), ("in", "the", "words", "of"), ("as", "per"), ("per",)),
    he=words("he"),
    she=words("she"),
    they=words("they"),
    first_person=words("i we you"),
    as_words=words("as"),
    anybody=words("everyone everybody nobody someone somebody anyone anybody people others police one another"),
    naming=words("titled entitled named headlined subtitled nicknamed captioned"),
    standalone=words("all that both this those these each such"),
    links=words("of for from in at with"),
    tight_links=words("of for"),
    kin=words("mum mom dad gran granny grandma grandpa grandad auntie aunt uncle nan"),
    passives=words("am is are was were be been being"),
    speech_nouns=words(
        """
        admission advice answer apology argument assessment comment conclusion diagnosis explanation message plea
        prediction promise question reaction remark reply response retort statement summary verdict warning
        """
    ),
    participle_ends=("ing",),
    bodies=words(
        """
        ministry department office agency committee commission council board court company firm group
        organization organisation union party campaign government administration police newspaper paper
        magazine network station university school hospital bank team club federation association league
        foundation institute charity statement report letter editorial study bureau embassy parliament
        senate house congress army military church city state outlet website blog publication panel
        coalition alliance airline airport authority watchdog regulator lobby service services authorities centre center institution council observatory zoo museum
        theatre theater orchestra factory plant studio school board mission fund charity treasury palace tribunal inquiry
        """
    ),
    determiners=words(
        """
        a an the one another some many several most few two three four five six both his her its their
        our my this that these those other such no every each any all
        """
    ),
    prepositions=words(
        """
        of for to with from at in by on about against near outside during inside after before over under
        between among across into onto through throughout toward towards upon since until despite amid
        following via within without behind beyond beside along like than per alongside
        """
    ),
    subordinators=words(
        """
        when while as because although though if unless where whereas since until before after once
        whether that asked speaking pressed referring responding turning commenting addressing pointing
        """
    ),
    conjunctions=words("and but or yet so nor then still"),
    auxiliaries=words(
        """
        has have had is are was were be been being would will could can should may might must did does
        do didn't don't doesn't 's 've 'd 'll won't wouldn't hasn't haven't couldn't can't
        """
    ),
    adverbs=words(
        """
        also then later once again often even just now still never always ever already too recently
        earlier soon first further next thus meanwhile instead perhaps sometimes simply only back
        reportedly famously both all himself herself themselves not previously subsequently eventually
        today yesterday more here there
        """
    ),
    relatives=words("who which that whom whose where"),
    roles=words(
        """
        president vice-president secretary senator congressman congresswoman congressmember
        representative governor mayor minister premier chancellor chairman chairwoman chair chairperson
        chairs director professor attorney general ambassador spokesman spokeswoman spokesperson
        spokesmen spokespeople press aide adviser advisor strategist consultant manager officer official
        officials analyst expert lawyer judge justice chief leader lawmaker economist historian
        scientist researcher reporter journalist columnist editor anchor host correspondent moderator
        producer actor actress singer author writer candidate nominee rival contender frontrunner
        front-runner hopeful challenger opponent incumbent counsel deputy assistant executive ceo
        founder co-founder cofounder co-chair co-chairman owner investor businessman businesswoman
        billionaire mogul magnate developer tycoon farmer teacher student nurse doctor sheriff
        commissioner councilman councilwoman councilor councillor alderman detective sergeant captain
        lieutenant colonel commander admiral agent operative organizer activist advocate volunteer
        supporter voter delegate pollster fundraiser donor resident veteran retiree pastor reverend
        bishop archbishop cardinal pope imam rabbi coach player quarterback striker midfielder
        goalkeeper defender captain trainer king queen prince princess duke emir sultan prosecutor
        investigator inspector superintendent treasurer speaker whip majority minority legislator
        politician diplomat envoy coordinator head boss member fellow scholar curator artist
        director-general comedian commentator contributor blogger pundit father mother son daughter
        brother sister wife husband widow friend neighbor neighbour colleague ally ex-president
        undersecretary solicitor comptroller ag campaign presidential vice communications political
        policy national security foreign finance state defense senior former acting interim ex
        then-president republican democratic defence health home interior prime first lady conservative
        democrat state's real estate
        accountant administrator agronomist anthropologist archaeologist architect archivist astronaut astronomer
        beekeeper biologist botanist caretaker chemist choreographer climatologist composer criminologist
        dermatologist ecologist electrician epidemiologist entrepreneur ethicist filmmaker firefighter
        fisherman fishmonger foreman geographer geologist geophysicist goldsmith grandfather grandmother hairdresser
        harbourmaster harbormaster headmaster headmistress headteacher hydrologist illustrator landlady
        librarian lifeguard locksmith magistrate mathematician mechanic meteorologist midwife musician neurologist
        novelist oceanographer ombudsman optician paramedic pensioner pharmacist philosopher photographer
        physician physicist pianist planner plumber policeman policewoman programmer psychiatrist psychologist
        ombudswoman publican receptionist restaurateur saleswoman salesman sculptor seismologist shopkeeper sociologist
        stationmaster statistician surveyor technician therapist translator trustee veterinarian vicar
        violinist virologist volcanologist waitress watchmaker winemaker zoologist zookeeper
        """
    ),
    trades=words(
        """
        athlete baker banker barber bookseller boatman brewer broker builder butcher campaigner carpenter chef
        cleaner clerk conductor constable cook cooper coroner courier cyclist dancer dean dentist designer driver
        engineer farmhand fisher florist forester gardener guard guitarist guide instructor jeweller landlord
        lecturer master mayoress mason miller miner model painter passenger pilot poet porter postman postmaster
        potter priest principal ranger rector registrar runner sailor scout shepherd singer skipper smith soldier
        steward surgeon swimmer tailor tourist trader tutor undertaker vet warden weaver welder witness worker
        """
    ),
    female_roles=words(
        """
        spokeswoman congresswoman chairwoman councilwoman businesswoman actress queen princess duchess
        mother daughter sister wife widow woman girl gran granny grandma auntie mummy mommy heroine mrs ms miss mme madame lady dame grandmother aunt
        niece baroness mom mum waitress saleswoman policewoman
        """
    ),
    male_roles=words(
        """
        spokesman congressman chairman councilman alderman businessman actor king prince duke father son
        brother husband widower man boy grandpa grandad daddy mr sir lord grandfather uncle nephew baron dad salesman
        policeman pope imam
        """
    ),
    titles=words(
        """
        mr mrs ms miss dr sen rep gov gen lt col sgt maj capt cmdr adm rev prof president senator
        governor secretary congressman congresswoman representative mayor judge justice minister
        chancellor speaker chairman chairwoman director professor ambassador attorney general pope king
        queen prince princess sir dame lord lady sheriff chief captain colonel lieutenant sergeant
        commissioner detective officer reverend pastor father sister brother aunt uncle bishop
        archbishop cardinal rabbi imam prime vice first former deputy ex-president ayatollah sheikh
        councilman councilwoman alderman hon fr msgr pres supt det ald mme del. representatives senators
        sens reps govs coach trainer gran granny grandma grandpa grandad mum mummy mom mommy dad daddy
        auntie hero heroine
        """
    ),
    never_names=words(
        """
        the a an and but or if in on at by for from of to with as when while after before because since
        although though that this these those there here he she it they we i you his her its their our
        my your not no yes what why how who where which whose whether monday tuesday wednesday thursday
        friday saturday sunday january february march april june july august september october november
        december jan feb aug sept oct nov dec republican democrat republicans democrats democratic
        americans american british french german russian chinese asked speaking meanwhile however still
        also then now today yesterday tomorrow later earlier even just only some many most one two three
        four five another other both all each every few several such so yet nor once despite during
        about according following among amid like unlike until under over between against through
        another responding turning referring addressing pressed thanks well oh ok okay gop instead
        perhaps maybe indeed finally again never always often sometimes recently asian african european
        christian christians muslim muslims jewish jews latino latinos hispanic hispanics read see
        related updated update photo image video watch click follow share source subscribe correction
        editor's note advertisement q a is are was were do does did has have had can could will would
        should may might must be let let's don't i'm i've it's that's he's she's we're they're you're
        there's what's
        """
    ),
)  # fmt: skip
