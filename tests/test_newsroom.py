"""The sample newsroom is read by the ordinary import: right articles, no furniture, the right people quoted."""

from __future__ import annotations

import datetime as dt
import re
import time
from pathlib import Path

import pytest

from bot import newsroom
from bot.model import Condensed, Draft, clean_text
from bot.text import jobs

NOW_MS = 1_795_000_000_000
OUTLETS = {"The Tidewater Courier": 3, "Meridian Wire": 5, "Northgate Post": 6}

FURNITURE = (
    "cookies",
    "Skip to main content",
    "Subscribe for 1 crown",
    "Share on Chirper",
    "Copy the link",
    "Photo:",
    "Delphine Orr",
    "The Gatepost newsletter",
    "before breakfast",
    "Sign me up",
    "Related",
    "Where to buy snow chains",
    "Millrace: what happens",
    "The theatre that became a car park",
    "pigeon_fancier_61",
    "bring back the crossword",
    "Most read",
    "Ten sheds of Northgate",
    "Council apologises to swan",
    "All rights reserved",
    "min read",
    "MIN READ",
    "Recommended",
    "SOURCE:",
    "Explore",
    "Six soups for a power cut",
    "Nobody asked the ducks",
    "It was never a penalty",
    "Photos: eleven small boats",
)

# Article (a piece of its title) → how a quote in it begins, and who says it.
SPOKEN = {
    "All 312 aboard": [
        ("We had the rocks on the radar", "Ewan Tressick"),
        ("I asked for every boat", "Ewan Tressick"),
        ("Without those boats", "Marguerite Doyle"),
        ("I have been frightened", "Lotte Amberley"),
        ("This time somebody", "Lotte Amberley"),
    ],
    "votes to turn its coal station": [
        ("This town made power", "Philippa Garrow"),
        ("The difference is", "Philippa Garrow"),
        ("We are betting the swimming pool", "Denholm Fitch"),
        ("If Marrow sneezes", "Denholm Fitch"),
        ("My members do not want", "Rosalind Okoye"),
    ],
    "A schoolgirl, a telephone": [
        ("All the others go up", "Juno Pell"),
        ("I have played that cylinder", "Beatriz Loura"),
        ("One singing male", "Selwyn Achterberg"),
        ("But a male does not", "Selwyn Achterberg"),
    ],
    "Bank of Verrin": [
        ("We are not declaring", "Cosima Talbrecht"),
        ("If wages grow", "Cosima Talbrecht"),
        ("If the order books", "Cosima Talbrecht"),
        ("The governor opened", "Piet Vandermolen"),
        ("Ask me in a year", "Cosima Talbrecht"),
    ],
    "Verrin ferry": [
        ("I asked for every boat", "Ewan Tressick"),
        ("A valve that costs", "Anselm Rook"),
        ("I want to know", "Anselm Rook"),
        ("We wrote it down", "Halvard Quill"),
    ],
    "Warbler thought extinct": [
        ("One singing male", "Selwyn Achterberg"),
        ("But a male does not", "Selwyn Achterberg"),
        ("We lost this bird", "Thandeka Moss"),
    ],
    "Union warned": [
        ("We did not write", "Halvard Quill"),
        ("We wrote it so that", "Halvard Quill"),
        ("If it reached", "Anselm Rook"),
        ("Any ship that cannot", "Anselm Rook"),
        ("My chief engineer", "Ewan Tressick"),
        ("I would start", "Ewan Tressick"),
        ("You cannot write luck", "Marguerite Doyle"),
    ],
    "Goalkeeper's header": [
        ("The coach was waving", "Milo Strand"),
        ("I told them at the interval", "Henrietta Vance"),
        ("I did not mean", "Henrietta Vance"),
        ("If you must be robbed", "Osric Dunmore"),
        ("No. I have now seen", "Milo Strand"),
    ],
    "night clinic": [
        ("Half of my patients", "Samir Hollander"),
        ("Both halves are ill", "Samir Hollander"),
        ("My daughter had a cough", "Edie Marchetti"),
        ("At the hospital", "Edie Marchetti"),
        ("I predicted a second queue", "Clementine Rahm"),
    ],
    "Forty drivers": [
        ("I had thirty-one pupils", "Winifred Ballou"),
        ("They were going to be late", "Gus Pelletier"),
        ("Our sensors told us", "Ludovica Stern"),
        ("Next time we will", "Ludovica Stern"),
        ("We are doing friction", "Winifred Ballou"),
    ],
    "bets its coal station": [
        ("You do not get to keep", "Philippa Garrow"),
        ("It is a good plan", "Denholm Fitch"),
        ("This hall was built", "Aurelio Finch"),
        ("We would have come", "Aurelio Finch"),
    ],
    "Opera believed burnt": [
        ("The piano had a dead", "Agnes Thorley"),
        ("It was not dead", "Agnes Thorley"),
        ("There is a duet", "Bastien Morrow"),
        ("The audience was not ready", "Bastien Morrow"),
        ("We will not be charging", "Agnes Thorley"),
        ("She has already paid", "Agnes Thorley"),
    ],
}
# Here the speaker may be left open, and is never somebody else.
SPOKEN_ELSEWHERE = {
    "Los pescadores": [
        ("Hoy devolvemos", "Remedios Carballo"),
        ("Pero el río", "Remedios Carballo"),
        ("Cuando empezamos", "Tomás Oriol"),
        ("Ahora contamos", "Tomás Oriol"),
        ("Yo ya tengo", "Jacinta Robledo"),
    ],
    "Straßenbahn": [
        ("Unsere Großeltern", "Friederike Altmoor"),
        ("Wer am Samstag", "Holger Sandvoss"),
        ("Entscheidend ist nicht", "Jannis Wolterding"),
        ("Dann braucht niemand", "Jannis Wolterding"),
    ],
}
LEAST_QUOTES = 25


def drafts(files: list[Path]) -> list[Draft]:
    """As the import makes them: an article an entry, or one a file."""
    found = []
    for path in files:
        if path.suffix in (".xml", ".json"):
            feed = jobs.parse_feed(path.read_bytes(), None, path.as_uri())
            found += [
                Draft(
                    "html",
                    entry.content_html,
                    url=entry.url,
                    title=entry.title,
                    published_ms=entry.published_ms,
                    author=entry.author,
                    source=feed.title,
                )
                for entry in feed.entries
            ]
        else:
            found.append(Draft("html" if path.suffix == ".html" else "text", path.read_text(encoding="utf-8")))
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return newsroom.write(tmp_path_factory.mktemp("newsroom"), NOW_MS)


@pytest.fixture(scope="module")
def articles(files: list[Path]) -> list[Condensed]:
    return [jobs.condense(draft) for draft in drafts(files)]


def titled(articles: list[Condensed], words: str) -> Condensed:
    (found,) = (article for article in articles if words in (article.clean.title or ""))
    return found


def quoted(article: Condensed, expected: list[tuple[str, str]]) -> set[tuple[str, str | None]]:
    """The expected quotes that were found, each with the speaker it was given."""
    found = [quote for quote in article.quotes if not quote.fragment]
    return {(words, quote.speaker) for words, _ in expected for quote in found if quote.text.startswith(words)}


def test_three_outlets_in_four_formats_give_fourteen_articles(files: list[Path], articles: list[Condensed]) -> None:
    assert {path.suffix for path in files} == {".xml", ".json", ".html", ".txt"}
    counted: dict[str | None, int] = {}
    for article in articles:
        counted[article.clean.source] = counted.get(article.clean.source, 0) + 1
    assert counted == OUTLETS
    assert {article.language for article in articles} == {"en", "es", "de"}


def test_no_token_of_the_templates_is_left_and_every_date_is_recent(
    files: list[Path], articles: list[Condensed]
) -> None:
    for path in files:
        assert "{{" not in path.read_text(encoding="utf-8")
    for article in articles:
        assert article.published_ms is not None
        assert NOW_MS - 5 * 86_400_000 < article.published_ms <= NOW_MS


def test_the_dates_follow_the_clock(tmp_path: Path) -> None:
    now = dt.datetime(2031, 3, 1, 4, 30, tzinfo=dt.UTC)
    for suffix, expected in (
        (".xml", "Fri, 28 Feb 2031 23:30:00 +0000"),
        (".json", "2031-02-28T23:30:00+00:00"),
    ):
        assert newsroom.render("{{hours_ago:5}}", suffix, now) == expected
    assert (
        newsroom.render("{{date:5}}, a {{weekday:5}}; {{weekday:-24}}", ".txt", now)
        == "February 28, 2031, a Friday; Sunday"
    )


def test_every_article_has_a_body_and_a_summary_within_it(articles: list[Condensed]) -> None:
    for article in articles:
        words = len(clean_text(article.clean.body).split())
        assert 180 <= words <= 500, article.clean.title
        assert len(article.clean.body) >= 7
        assert article.summary.declined is None
        assert len(article.summary.pick(3)) == 3


def test_no_furniture_is_left_in_any_body(articles: list[Condensed]) -> None:
    left = [
        (article.clean.title, words)
        for article in articles
        for words in FURNITURE
        if words.casefold() in clean_text(article.clean.body).casefold()
    ]
    assert not left


def test_no_paragraph_of_the_templates_is_lost(articles: list[Condensed]) -> None:
    """Every first and last paragraph of the data arrives: cleaning took furniture, and nothing else."""
    whole = "\n".join(clean_text(article.clean.body) for article in articles)
    for words in (
        "three pages of the overture are missing",
        "she has already paid",
        "a plan that has been put off four times",
        "the committee meets again in six weeks",
        "the visitors' centre, where the old cylinder can be heard, stays open",
        "nobody asked to speak against it",
        "für jeden gefällten baum will die stadt zwei neue pflanzen",
        "salió de los fondos públicos",
        "on the condition that it does not begin before six",
        "expected to report within three months",
        "a second one is planned in the harbour district",
    ):
        assert words in whole.casefold(), words


@pytest.mark.parametrize("title", SPOKEN)
def test_what_is_quoted_has_its_speaker(articles: list[Condensed], title: str) -> None:
    assert quoted(titled(articles, title), SPOKEN[title]) == set(SPOKEN[title])


@pytest.mark.parametrize("title", SPOKEN_ELSEWHERE)
def test_quotes_in_other_languages_are_found_and_nobody_is_misquoted(articles: list[Condensed], title: str) -> None:
    found = quoted(titled(articles, title), SPOKEN_ELSEWHERE[title])
    assert {words for words, _ in found} == {words for words, _ in SPOKEN_ELSEWHERE[title]}
    assert {pair for pair in found if pair[1] is not None} <= set(SPOKEN_ELSEWHERE[title])


def test_nobody_else_is_said_to_have_spoken(articles: list[Condensed]) -> None:
    """Whoever is named as a speaker at all is one of the people who speak in that article."""
    for title, spoken in (SPOKEN | SPOKEN_ELSEWHERE).items():
        named = {quote.speaker for quote in titled(articles, title).quotes if quote.speaker and not quote.fragment}
        assert named <= {speaker for _, speaker in spoken}, title


def test_there_is_much_to_quote(articles: list[Condensed]) -> None:
    attributed = [quote for article in articles for quote in article.quotes if quote.speaker and not quote.fragment]
    assert len(attributed) >= LEAST_QUOTES


def test_stories_overlap_between_outlets(articles: list[Condensed]) -> None:
    for words in ("Aldana", "Blackwater", "Ashmere warbler"):
        told_by = {a.clean.source for a in articles if words in clean_text(a.clean.body)}
        assert len(told_by) >= 2, words


def test_the_phrase_of_the_readme_is_there(articles: list[Condensed]) -> None:
    assert any(re.search(r"tidal turbine\b", clean_text(article.clean.body)) for article in articles)


def test_writing_again_gives_the_same_files(tmp_path: Path) -> None:
    first = {path.name: path.read_bytes() for path in newsroom.write(tmp_path / "a", NOW_MS)}
    again = {path.name: path.read_bytes() for path in newsroom.write(tmp_path / "b", NOW_MS)}
    assert first == again
    assert b"\r" not in b"".join(first.values())


def test_writing_is_quick(tmp_path: Path) -> None:
    started = time.perf_counter()
    newsroom.write(tmp_path, NOW_MS)
    assert time.perf_counter() - started < 2.0


def test_the_version_is_a_hash_of_the_data() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", newsroom.VERSION)
