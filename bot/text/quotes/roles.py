"""What a person is, as the text puts it beside the name: "Defense Secretary", "spokeswoman for the ministry"."""

from __future__ import annotations

from bot.text.quotes.people import Mention, People, Person
from bot.text.quotes.tokens import Token
from bot.text.quotes.words import words

_LONGEST = 10  # tokens of a role
_MOST_MENTIONS = 6  # a role stands at one of the first mentions
_FORMS_OF_ADDRESS = words(
    """
    mr mrs ms miss dr sir lady dame lord mme mlle m monsieur madame herr herrn frau signor signora sr sra señor señora
    don
    doña dona dom hon rev sig dott
    """
)
# These go with a role and are none by themselves.
_WEAK = words(
    """
    real estate political policy national foreign state presidential democratic republican conservative home interior
    health first former acting interim senior campaign security defense defence finance communications prime vice deputy
    ancien ancienne général générale premier première
    """
)


def role_of(person: Person, people: People, text: str) -> str | None:
    """The role in front of the first full name, or set off by commas behind it. None where the text gives none."""
    at = [*person.fulls, *person.mentions]
    for first in at[:_MOST_MENTIONS]:
        mention = people.at.get(first)
        if mention is None or mention.person is not person:
            continue
        span = _in_front(mention, people) or _behind(mention, people) or _apposed(mention, people)
        if span is not None:
            return " ".join(text[people.tokens[span[0]].start : people.tokens[span[1] - 1].end].split())
    return None


def _is_role(token: Token, people: People) -> bool:
    low = token.low.rstrip(".")
    return (
        low not in _FORMS_OF_ADDRESS
        and low not in _WEAK
        and (people.lexicon.is_role(low) or low in people.lexicon.titles)
    )


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
        if not (inside or joins or adjective or _is_role(token, people) or lexicon.is_role(token.low)):
            break
        if token.low.endswith(("'s", "’s")) or token.low in lexicon.cues:
            break
        i -= 1
    while i < mention.first and tokens[i].low.rstrip(".") in _FORMS_OF_ADDRESS:
        i += 1
    if i < mention.first and any(_is_role(tokens[k], people) for k in range(i, mention.first)):
        return i, mention.first
    return None


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
    return first, comma


def _behind(mention: Mention, people: People) -> tuple[int, int] | None:
    """ ", the ministry's spokeswoman," behind a name: up to the next comma, and with a role among its words."""
    tokens, lexicon = people.tokens, people.lexicon
    comma = mention.last
    if comma + 1 >= len(tokens) or tokens[comma].text != "," or mention.possessive:
        return None
    i = comma + 1
    if tokens[i].low in lexicon.determiners:
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
    if ends and 0 < j - i <= _LONGEST and any(_is_role(tokens[k], people) for k in range(i, min(j, i + 6))):
        return i, j
    return None
