"""What a person is, as the text puts it beside the name: "Defense Secretary", "spokeswoman for the ministry"."""

from __future__ import annotations

from bot.text.quotes.names import fold
from bot.text.quotes.people import Mention, People, Person
from bot.text.quotes.tokens import Token
from bot.text.quotes.words import words

_LONGEST = 10  # tokens that are looked at
_MOST_WORDS = 6
_MOST_MENTIONS = 6  # a role stands at one of the first mentions
_FORMS_OF_ADDRESS = words(
    """
    mr mrs ms miss dr sir lady dame lord mme mlle m monsieur madame herr herrn frau signor signora sr sra señor señora
    don
    doña dona dom hon rev sig dott prof gran granny grandma grandpa grandad mum mummy mom mommy dad daddy auntie
    hero heroine
    """
)
# These go with a role and are none by themselves.
_WEAK = words(
    """
    real estate political policy national foreign state presidential democratic republican conservative home interior
    health first former acting interim senior campaign security defense defence finance communications prime vice deputy
    ancien ancienne général générale premier première master
    """
)
# Words in front of a role that need no proof; of other lower-case words only those in a tight frame belong to it.
_MODIFIERS = words(
    """
    police harbour harbor fire ferry bus train council city county town village school party company union club team
    government ministry museum hospital university church campaign union army navy air traffic port prison library
    chief head deputy vice assistant associate senior junior lead acting interim former retired outgoing incoming
    then-mayor local regional national state federal district parish project programme program site station night
    policy research science media press sports news marine political legal financial medical environmental social
    military security defence defense foreign home interior health education finance trade labour labor transport
    housing shadow first second third managing executive general human resources public relations affairs operations
    communications sales services arts youth child climate data art music theatre theater football tennis rugby
    """
)
_NO_MODIFIERS = words(
    """
    met saw sent made gave took brought kept won beat left led lost hit hurt put shot paid cost let cut set said told
    fed held hid heard knew found fought fell felt became began came went ran rose sat spent stood struck taught
    thought threw understood wore wrote drew chose caught built bought bit blamed elect including longtime
    was is are were be been
    own same only very man woman boy girl
    """
)
_PLACES_IN = words("in at near from")
_INCOMPLETE = words("chief secretary head member members veteran candidate leader")  # without what follows their "of"
_SAYS_NOTHING = words("head member members")
_NO_ENDS = ("ed", "ing", "ly", "s")
_CUTS = words("and or but who that which as while where")


def role_of(person: Person, people: People, text: str) -> str | None:
    """The role in front of the first full name, or set off by commas behind it. None where the text gives none."""
    at = [*person.fulls, *person.mentions]
    for first in at[:_MOST_MENTIONS]:
        mention = people.at.get(first)
        if mention is None or mention.person is not person:
            continue
        span = _in_front(mention, people) or _behind(mention, people) or _apposed(mention, people)
        if span is not None:
            span = _shortened(*span, people)
        if span is not None and any(fold(token.text) == person.last for token in people.tokens[span[0] : span[1]]):
            span = None
        if span is not None:
            return " ".join(text[people.tokens[span[0]].start : people.tokens[span[1] - 1].end].split())
    return None


def _is_role(token: Token, people: People) -> bool:
    low = token.low.rstrip(".")
    if low in _FORMS_OF_ADDRESS:
        return False
    if token.kind == "w" and low in people.lexicon.trades:
        return True
    titled = low in people.lexicon.titles or token.low in people.lexicon.titles
    weak = low in _WEAK and not (low == "premier" and people.lexicon.code == "en")
    return not weak and (titled or people.lexicon.is_role(low))


def _shortened(first: int, last: int, people: People) -> tuple[int, int] | None:
    """A long role up to the last "at …" or "and …" that leaves at most ``_MOST_WORDS`` words, a role among them.

    It is never cut in the midst of a name: "fellow at the Council | on Trade".
    """
    tokens, lexicon = people.tokens, people.lexicon
    if last - first <= _MOST_WORDS:
        return first, last
    role = next((k for k in range(first, last) if _is_role(tokens[k], people)), last)
    end, ends = first + _MOST_WORDS, -1
    for k in range(role + 1, min(last, end + 1)):
        goes_on = tokens[k].low in lexicon.adverbs or tokens[k].low.endswith(("ing", "ed", "ly"))
        if goes_on and tokens[k].kind == "w" and _is_role(tokens[k - 1], people):
            end = ends = k  # "a student living in …", "a donor involved in …", "an operative now at …"
            break
    for stop in range(end, role, -1):
        low = tokens[stop].low
        if low not in lexicon.prepositions and low not in _CUTS and stop != ends:
            continue
        if tokens[stop - 1].kind == "c" and low not in _PLACES_IN and not _is_role(tokens[stop - 1], people):
            continue
        if low == "of" and tokens[stop - 1].low in _INCOMPLETE:
            return None
        return first, stop
    return None


def _in_front(mention: Mention, people: People) -> tuple[int, int] | None:
    tokens, lexicon = people.tokens, people.lexicon
    i = mention.first
    while i > 0 and mention.first - i < _LONGEST:
        token = tokens[i - 1]
        if token.kind in "pq" or token.low in lexicon.determiners or token.low in lexicon.conjunctions:
            break
        inside = i - 1 >= mention.begin
        joins = token.low in lexicon.tight_links and i - 1 > 0 and _is_role(tokens[i - 2], people)
        joins = joins and tokens[i].low.rstrip(".") not in lexicon.titles
        adjective = token.kind == "c" and token.low not in lexicon.never_names and token.low not in lexicon.prepositions
        adjective = adjective and token.low not in lexicon.adverbs
        if not (inside or joins or adjective or _is_role(token, people) or lexicon.is_role(token.low)):
            break
        if token.low.endswith(("'s", "’s")) or token.low in lexicon.cues:
            break
        i -= 1
    while i < mention.first and tokens[i].low.rstrip(".") in _FORMS_OF_ADDRESS:
        i += 1
    stop = _without_rank(i, mention.first, people)
    i = _with_modifiers(i, stop, people)
    if i >= stop or not any(_is_role(tokens[k], people) for k in range(i, stop)):
        return None
    return _with_owner(i, stop, people)


def _without_rank(i: int, stop: int, people: People) -> int:
    """Where a role ends before a form of address or a rank: "botanist | Dr", "police spokesman | Inspector"."""
    tokens = people.tokens
    while stop > i and tokens[stop - 1].low.rstrip(".") in _FORMS_OF_ADDRESS:
        stop -= 1
    k = stop
    while k > i and tokens[k - 1].kind == "c" and _is_role(tokens[k - 1], people):
        k -= 1
    return k if i < k < stop and tokens[k - 1].kind == "w" and _is_role(tokens[k - 1], people) else stop


def _with_owner(i: int, stop: int, people: People) -> tuple[int, int] | None:
    """A role of one word with whose it is: "the court's president"; some say nothing without: "its head"."""
    tokens = people.tokens
    owned = i > 0 and tokens[i - 1].low.endswith(("'s", "s'"))
    if owned and stop - i == 1:
        owner = people.at.get(i - 1)
        return (owner.first if owner is not None else i - 1), stop
    return None if stop - i == 1 and tokens[i].low in _SAYS_NOTHING else (i, stop)


def _with_modifiers(i: int, stop: int, people: People) -> int:
    """Where a role whose known words begin at ``i`` begins with its modifiers: "police chief", "Norrby bus driver".

    Only English is read so: elsewhere what stands in front of a role is an article or a verb.
    """
    tokens, lexicon = people.tokens, people.lexicon
    if lexicon.code != "en" or i >= stop or tokens[i].kind != "w":
        return i
    sure = k = i
    unknown = 0
    while k > 0 and i - k < 3 and tokens[k - 1].kind in "cw" and k - 1 not in people.at:
        token = tokens[k - 1]
        if token.low in _MODIFIERS:
            k -= 1
            sure = k if not unknown else sure
            continue
        if not _may_modify(token, people) or unknown:
            break
        unknown += 1
        k -= 1
    return k if _is_framed(k, people) else sure


def _may_modify(token: Token, people: People) -> bool:
    low, lexicon = token.low, people.lexicon
    closed = (lexicon.determiners, lexicon.prepositions, lexicon.conjunctions, lexicon.auxiliaries, lexicon.adverbs)
    if any(low in group for group in (*closed, lexicon.relatives, lexicon.subordinators, lexicon.never_names)):
        return False
    if low in lexicon.cues or low in lexicon.weak_cues or low in _NO_MODIFIERS or low[0].isdigit():
        return False
    return not low.endswith(_NO_ENDS) and len(low) > 2


def _is_framed(k: int, people: People) -> bool:
    """Whether a noun phrase can only begin at ``k``: behind a verb of saying, "according to", an article, a mark."""
    if k == 0:
        return True
    before, lexicon = people.tokens[k - 1], people.lexicon
    if before.kind in "pq" or people.narration.clauses[people.narration.home[k]].first == k:
        return True
    low = before.low
    return low in lexicon.cues or low in ("to", "by", "with") or low in lexicon.determiners or low.endswith("'s")


def _apposed(mention: Mention, people: People) -> tuple[int, int] | None:
    """ "the mayor of Halden, Jane Doe": the phrase before the comma, from its first role on."""
    tokens, lexicon = people.tokens, people.lexicon
    comma = mention.begin - 1
    if comma < 1 or tokens[comma].text != ",":
        return None
    first: int | None = None
    for i in range(comma - 1, max(-1, comma - 1 - _LONGEST), -1):
        token = tokens[i]
        if token.kind in "pq" or token.low in lexicon.auxiliaries or token.low in lexicon.cues:
            break
        leads = i == 0 or tokens[i - 1].kind in "pq" or tokens[i - 1].low in lexicon.determiners
        if _is_role(token, people) or (leads and lexicon.is_role(token.low)):
            first = i
    if first is None or not any(_is_role(tokens[k], people) for k in range(first, comma)):
        return None
    return _with_modifiers(first, mention.begin, people), comma


def _behind(mention: Mention, people: People) -> tuple[int, int] | None:
    """ ", the ministry's spokeswoman," behind a name: up to the next comma, and with a role among its words."""
    tokens, lexicon = people.tokens, people.lexicon
    comma = mention.last
    if comma + 1 >= len(tokens) or tokens[comma].text != "," or mention.possessive:
        return None
    i = comma + 1
    if tokens[i].text.isdigit() and i + 2 < len(tokens) and tokens[i + 1].text == ",":
        i += 2  # an age
    if tokens[i].low in lexicon.prepositions or (tokens[i].low in lexicon.conjunctions and tokens[i].low != "then"):
        return None
    bare = tokens[i].low not in lexicon.determiners
    i += not bare
    if i + 1 < len(tokens) and tokens[i].low.endswith("-year-old"):
        i += 1
    j = i
    while j < len(tokens) and j - i <= _LONGEST and tokens[j].kind in "cw":
        low = tokens[j].low
        if low in lexicon.relatives or low in lexicon.auxiliaries or (low in lexicon.cues and not lexicon.is_role(low)):
            break
        j += 1
    if j > i and tokens[j - 1].low in lexicon.prepositions:
        return None
    ends = j >= len(tokens) or tokens[j].text in ",.;:)—–" or tokens[j].low in lexicon.relatives
    role = next((k for k in range(i, min(j, i + _MOST_WORDS)) if _is_role(tokens[k], people)), None)
    if not ends or role is None or j - i > _LONGEST or _opens_a_clause(i, role, people, bare=bare):
        return None
    return i, j


def _opens_a_clause(i: int, role: int, people: People, *, bare: bool) -> bool:
    """Whether the words before a role are more than its modifiers: "called him a master", "pulled Rep. King aside"."""
    tokens, lexicon = people.tokens, people.lexicon
    if i == role:
        return False
    if bare and tokens[i].kind == "w" and tokens[i].low.endswith("ed") and tokens[i].low not in _MODIFIERS:
        return lexicon.code == "en"
    pronouns = (lexicon.he, lexicon.she, lexicon.they, lexicon.determiners)
    return any(tokens[k].low in group for k in range(i, role) for group in pronouns)
