"""What a full stop follows without ending a sentence, by language: the words for ``bot.text.sentences``."""

from __future__ import annotations

from dataclasses import dataclass


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Rules:
    """How one language ends its sentences. All words are lower case and without their last full stop.

    ``abbreviations`` never end a sentence; ``before_number`` are words of their own and end none only where a digit
    follows ("no. 5"); ``may_end`` do when a word of ``starters`` follows, and so do words with a full stop inside
    where ``dotted_may_end``. ``ordinals``: a number of up to three digits, or a Roman one, with a full stop is an
    ordinal ("Am 3. Mai") unless a starter follows. ``names``, with their mark and in their own case, end nothing
    ("Yahoo!").
    """

    abbreviations: frozenset[str] = frozenset()
    before_number: frozenset[str] = frozenset()
    may_end: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    ordinals: bool = False
    dotted_may_end: bool = True
    names: frozenset[str] = frozenset()


ANY = Rules(
    abbreviations=_words("dr mr mrs ms prof st vs nr tel vol г ул д т др руб тыс млн млрд им проф tzv např"),
    before_number=_words("no art ca fig p s"),
    dotted_may_end=False,
)
"""For a language that we do not know: titles that many languages share, and some of Russian and Czech."""

RULES = {
    "en": Rules(
        may_end=_words("u.s u.k u.n e.u d.c u.s.a a.m p.m inc corp co ltd jr sr etc"),
        starters=_words(
            "a an the he she it they we you his her its their our this that these those there here but and or "
            "so yet if when while after before although though because since as at by for from in of on to with "
            "about under however meanwhile another many most some several both no not one two three police "
            "officials"
        ),
        names=frozenset(
            (
                *("Yahoo!", "Jeopardy!", "Yum!", "Jeb!", "Wham!"),
                *("Lt.", "Maj.", "Cmdr.", "Sgt.", "Cpl.", "Pvt.", "Supt.", "Insp.", "Messrs."),
            )
        ),
        abbreviations=_words(
            "vs approx est dept fig nos vol pp al ft oz lb lbs ca cf eg ie ed eds trans op cit ibid misc incl "
            "mr mrs ms dr st sen rep gov gen col lt maj sgt capt cmdr prof rev hon pres supt jan feb mar apr "
            "jun jul aug sept oct nov dec inc corp ltd co jr sr etc ave blvd assn univ"
        ),
    ),
    "de": Rules(
        abbreviations=_words(
            "dr prof mag vs hr fr dipl ing med jur phil st nr bzw ca vgl z b d h u a s o ä evtl ggf inkl exkl mio mrd "
            "tsd abs bd hrsg jan feb mär apr jun jul aug sept sep okt nov dez tel str zzgl abzgl geb gest verh "
            "allg bes betr bspw dt ehem engl entspr frz gegr ggü insb jährl kath ev lt mind möglw österr "
            "bezügl vergl sog städt südl nördl östl westl tägl urspr usf verw vorm wg zt zw stv komm landtagsabg sen "
            "jr"
        ),
        before_number=_words("art max min"),
        may_end=_words("usw etc uhr ag gmbh co"),
        starters=_words(
            "der die das den dem des ein eine einen einem einer er sie es wir ihr ich man in im am an auf aus "
            "bei mit nach seit von vom vor zu zum zur und aber doch auch da dann dabei damit danach darum "
            "deshalb dies diese dieser dieses nun nur noch so wenn weil während als ob obwohl für gegen ohne um "
            "über unter trotz zudem außerdem allerdings jedoch dort hier heute gestern morgen bis wie was wer "
            "wo warum mehr alle viele kein keine nicht insgesamt laut sein seine seinen ihre ihren ihm ihn "
            "beide andere jetzt später zuvor schon"
        ),
        ordinals=True,
    ),
    "es": Rules(
        abbreviations=_words(
            "sr sra srta sres dr dra d dña prof profa lic ing arq gral cnel cap tte sto sta st ud uds vd vds "
            "pág págs arts núm nº vol cap av avda c pza tel aprox ej depto dpto hno hnos mons fr excmo excma "
            "ilmo ilma vs ee pte izq ene feb abr jun jul ago sept oct nov dic mr mrs"
        ),
        before_number=_words("no art ed fig máx mín p"),
        may_end=_words("etc uu ss m h km kg cía ltda jr a.m p.m a.c d.c"),
        starters=_words(
            "el la los las un una unos unas en de del al a con por para según pero y o no si se su sus lo le "
            "les este esta estos estas ese esa eso esto aquel aunque como cuando donde mientras también además "
            "sin sobre tras desde hasta entre ante durante así ya es son fue ha han hay ella él ellos ellas yo "
            "nosotros uno dos tres"
        ),
    ),
    "fr": Rules(
        abbreviations=_words(
            "m mm mr dr pr st ste me mgr gén col cap lt av bd boul vol pp éd chap env cf tél hab janv févr avr "
            "juil sept oct nov déc vs apr réf bibl"
        ),
        before_number=_words("art fig n no p ex"),
        may_end=_words("etc cie inc ltd jr av.j.-c j.-c h km kg"),
        starters=_words(
            "le la les un une des du de en à au aux dans par pour sur sous avec sans selon mais et ou où donc "
            "or ni car il elle ils elles on nous vous je tu ce cet cette ces son sa ses leur leurs notre mon si "
            "quand comme lors après avant depuis pendant c' l' d' qu' s' n' pourtant cependant toutefois aussi "
            "ainsi enfin ici là tout"
        ),
    ),
    "it": Rules(
        abbreviations=_words(
            "sig sigg sigra sig.ra dott dr dottssa dott.ssa prof profssa prof.ssa ing avv arch geom rag on sen "
            "mons don gen col cap ten st artt nn pag pagg pp vol tab es cfr ca tel feb apr mag giu lug ago ott "
            "nov dic mr mrs"
        ),
        before_number=_words("art n p fig v c mar set"),
        may_end=_words("ecc etc spa s.p.a srl s.r.l a.c d.c jr"),
        starters=_words(
            "il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai alle da dal "
            "dalla in nel nella nei con su sul sulla per tra fra ma e o se non che chi come quando dove mentre "
            "anche inoltre così poi ora oggi ieri secondo dopo prima è sono ha hanno lui lei loro noi io si "
            "questo questa questi queste"
        ),
    ),
    "pt": Rules(
        abbreviations=_words(
            "sr sra srta srs dr dra drs prof profa eng arq gen cel cap ten sgt sto sta st d dom av r tel pág "
            "págs arts núm nº vol cap aprox depto jan fev abr jun jul ago nov dez vs exmo exma mr mrs"
        ),
        before_number=_words("art no ed fig máx mín ex p min mar mai set out"),
        may_end=_words("etc cia ltda s.a a.c d.c jr km kg h"),
        starters=_words(
            "o a os as um uma uns umas em no na nos nas de do da dos das ao à aos às com por pelo pela para "
            "segundo mas e ou não se seu sua seus suas este esta estes estas esse essa isso isto aquele aquela "
            "embora como quando onde enquanto também além sem sobre após desde até entre durante assim já é são "
            "foi há ele ela eles elas"
        ),
    ),
}
"""The languages with rules of their own. English is nupunkt's; only what it gets wrong stands here."""
