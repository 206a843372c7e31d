"""What outlets do to each other's articles, done to a text; and articles that share a form and nothing else."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

Edit = Callable[[Sequence[str], random.Random, Sequence[str]], list[str]]

_NUMBER = re.compile(r"\d+")


def trimmed_end(sentences: Sequence[str], chance: random.Random, spare: Sequence[str]) -> list[str]:
    """The first half."""
    return list(sentences[: max(3, len(sentences) // 2)])


def trimmed_middle(sentences: Sequence[str], chance: random.Random, spare: Sequence[str]) -> list[str]:
    """The middle third is cut."""
    third = len(sentences) // 3
    return [*sentences[:third], *sentences[2 * third :]]


def update_on_top(sentences: Sequence[str], chance: random.Random, spare: Sequence[str]) -> list[str]:
    """A new beginning of a third of the length, and other numbers."""
    top = chance.sample(list(spare), max(2, len(sentences) // 3))
    return [*top, *(_NUMBER.sub(lambda _: str(chance.randrange(100)), one) for one in sentences)]


def update_at_end(sentences: Sequence[str], chance: random.Random, spare: Sequence[str]) -> list[str]:
    """Half as much again at the end, and other numbers."""
    end = chance.sample(list(spare), max(2, len(sentences) // 2))
    return [*(_NUMBER.sub(lambda _: str(chance.randrange(100)), one) for one in sentences), *end]


def edited(sentences: Sequence[str], chance: random.Random, spare: Sequence[str]) -> list[str]:
    """Of a hundred words eight are replaced by others, left out or followed by another."""
    words = " ".join(chance.sample(list(spare), 20)).split()
    return [" ".join(_edit(word, chance, words) for word in one.split()) for one in sentences]


def _edit(word: str, chance: random.Random, words: Sequence[str]) -> str:
    if chance.random() >= 0.08:
        return word
    return chance.choice((chance.choice(words), chance.choice(words), "", f"{word} {chance.choice(words)}"))


def trimmed_and_edited(sentences: Sequence[str], chance: random.Random, spare: Sequence[str]) -> list[str]:
    """Half of it, with 8 % of the words edited."""
    return edited(trimmed_end(sentences, chance, spare), chance, spare)


def brief(sentences: Sequence[str], chance: random.Random, spare: Sequence[str]) -> list[str]:
    """The first two to four sentences."""
    return list(sentences[: chance.randint(2, 4)])


def typeset(sentences: Sequence[str], chance: random.Random, spare: Sequence[str]) -> list[str]:
    """Other quotation marks, dashes and spaces, and the furniture of an outlet around it."""
    changed = [
        one.replace('"', "“").replace("'", "’").replace("--", "—").replace(" ", "\u00a0", 1) for one in sentences
    ]
    return ["Our reporters in brief.", *changed, "Sign up here for our daily letter.", "All rights are ours."]


EDITS: dict[str, Edit] = {
    "first half": trimmed_end,
    "middle cut": trimmed_middle,
    "update on top": update_on_top,
    "update at the end": update_at_end,
    "8 % of the words": edited,
    "half, 8 % edited": trimmed_and_edited,
    "brief": brief,
    "typeset anew": typeset,
}

TOWNS = ("Oldport", "Brackwater", "Thornbury", "Millhaven", "Eastmere", "Pellworth", "Garrowdale", "Quillby")
FIRMS = (
    "Aldane",
    "Corvex",
    "Tessaly",
    "Brightwell",
    "Ostrel",
    "Minterra",
    "Fallowby",
    "Quenta",
    "Harrowgate",
    "Selvik",
)
CLUBS = ("Rovers", "United", "Athletic", "Wanderers", "Albion", "Harriers", "Rangers", "City", "County", "Thistle")
SKIES = ("cloudy with sunny spells", "wet and windy", "dry and bright", "foggy at first", "mild with light rain")


FORMS = {
    "weather": (
        "The weather in {town} today will be {sky}, with a high of {n} degrees and a low of {n}. Winds from the "
        "{side} will reach {n} kilometres an hour. Tomorrow will be {sky} in {town}, and {sky} in {other}. The "
        "chance of rain is {n} percent. Sunrise is at {n} past six and sunset at {n} past seven. For more "
        "forecasts and warnings visit our weather page, which is updated every hour."
    ),
    "earnings": (
        "{firm} on {day} reported {gain} of ${n} million in its {nth} quarter. The {town}-based company said it "
        "had profit of ${n}.{n} per share. The results {met} Wall Street expectations. The maker of {goods} posted "
        "revenue of ${n}.{n} billion in the period. {firm} shares have {moved} {n} percent since the beginning of "
        "the year, while those of {rival} have gained {n} percent. This story was made from data of the exchange "
        "by a program that our editors have checked."
    ),
    "match": (
        "{town} {club} beat {other} {guest} {n}-{n} on {day} in front of {n}00 spectators. The goals were scored "
        "after {n} and {n} minutes. The visitors had {n} corners and {n} yellow cards. {town} are now {nth} in the "
        "table with {n} points, and play away at {third} next week. All results and tables can be found on our "
        "sports pages."
    ),
    "markets": (
        "Stocks {moved} on {day} as traders weighed {goods}. The index of the thirty largest companies {moved} {n} "
        "points, or 0.{n} percent, to {n}{n}. {firm} led the winners with {n} percent, {rival} was last with a "
        "loss of {n} percent. A barrel of oil cost ${n}, an ounce of gold ${n}{n}. The yield of the ten-year bond "
        "was {n}.{n} percent."
    ),
    "ticker": (
        "This page is updated continuously, the newest entry on top. 14.{n}: Police in {town} close the {place} "
        "after {harm}. 13.{n}: The mayor says {n} people were taken to hospital. 12.{n}: {firm} stops work at its "
        "plant in {other}. Thank you for reading our live coverage. Refresh the page to see new entries, and send "
        "us your pictures."
    ),
    "questions": (
        "Here is what we know so far about {harm} in {town}, and what we do not know yet. What happened? On {day} "
        "at about {n} minutes past ten a part of the {place} failed near {other}. How many people were hurt? At "
        "least {n}, according to the police. What do we not know? The cause is being looked into by experts of "
        "{firm}. We will update this page when we learn more."
    ),
}
SLOTS = {
    "side": ("north", "south", "east", "west"),
    "sky": SKIES,
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"),
    "gain": ("a profit", "net income", "a loss", "earnings"),
    "nth": ("first", "second", "third", "fourth"),
    "met": ("topped", "missed", "matched"),
    "goods": ("pumps", "tyres", "chips", "sweets", "tariffs", "wages"),
    "moved": ("risen", "fallen", "gained", "lost"),
    "place": ("bridge", "station", "market", "harbour", "school"),
    "harm": ("a fire", "a gas leak", "a storm", "a flood", "a strike"),
}
_SLOT = re.compile(r"\{(\w+)\}")


def forms(chance: random.Random) -> dict[str, str]:
    """One article of each form, filled in by chance."""
    names = dict(zip(("town", "other", "third"), chance.sample(TOWNS, 3), strict=True))
    names.update(zip(("firm", "rival"), chance.sample(FIRMS, 2), strict=True))
    names.update(zip(("club", "guest"), chance.sample(CLUBS, 2), strict=True))

    def fill(slot: re.Match[str]) -> str:
        name = slot[1]
        return str(chance.randint(2, 98)) if name == "n" else names.get(name) or chance.choice(SLOTS[name])

    return {name: _SLOT.sub(fill, form) for name, form in FORMS.items()}
