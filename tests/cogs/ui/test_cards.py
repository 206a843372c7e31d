"""What a card says of ordinary and of difficult articles."""

from __future__ import annotations

from dataclasses import replace

from bot.model import (
    ArticleCard,
    ArticleHead,
    ArticleId,
    ArticleView,
    Choice,
    CleanArticle,
    Length,
    Quote,
    QuoteId,
    QuoteView,
    SearchHit,
    Sentence,
    Summary,
    clean_text,
)
from cogs.ui import cards, controls, limits
from cogs.ui.panel import Button, Panel, Text

HEAD = ArticleHead(ArticleId(12), "Goats sail", "Harbour Herald", "https://a.example/12", 1_790_000_000_000, False, 0)


def article(*sentences: str, declined: str | None = None, head: ArticleHead = HEAD, form: str = "full") -> ArticleView:
    """One sentence a paragraph, chosen in their order."""
    spans, start = [], 0
    for number, sentence in enumerate(sentences):
        spans.append(Sentence(start, start + len(sentence), number))
        start += len(sentence) + 2
    choices = () if declined else tuple(Choice(number, "") for number in range(min(6, len(sentences))))
    clean = CleanArticle(title=head.title, body=sentences)
    assert clean_text(sentences)[spans[-1].start : spans[-1].end] == sentences[-1]
    return ArticleView(head, clean, "en", tuple(spans), Summary("s", "news", 1, choices, declined, form), 0)


def text_of(panel: Panel) -> str:
    return "\n".join(block.content for block in panel.blocks if isinstance(block, Text))


def labels(panel: Panel) -> list[str]:
    return [button.label for row in panel.rows if isinstance(row, tuple) for button in row]


def test_a_card_stays_readable_however_long_its_sentences_are() -> None:
    long = "A sentence that goes on " * 200
    for length, most in ((Length.GIST, 1500), (Length.SHORT, 1500), (Length.LONG, 2600)):
        shown = text_of(cards.article(ArticleCard(article(*[long.strip()] * 8), length)))
        assert len(shown) <= most
        assert "… *(cut)* `¶1`" in shown


def test_only_the_longest_sentence_is_cut_and_the_others_stay_whole() -> None:
    shown = text_of(cards.article(ArticleCard(article("Short one.", "word " * 500, "Short two."))))
    assert "Short one. `¶1`" in shown
    assert "Short two. `¶3`" in shown
    assert shown.count("*(cut)*") == 1


def test_a_day_without_a_time_is_shown_as_the_day() -> None:
    day_ms = 1_739_232_000_000
    head = replace(HEAD, date_only=True, published_ms=day_ms, stored_ms=day_ms + 1)
    shown = text_of(cards.article(ArticleCard(article("One.", head=head))))
    assert "11 February 2025" in shown
    assert "<t:" not in shown
    old = replace(head, stored_ms=day_ms + 2 * 24 * 3600 * 1000)
    assert "<t:1739232000:R> · 11 February 2025" in text_of(cards.article(ArticleCard(article("One.", head=old))))


def test_an_article_without_a_date_says_when_it_was_stored() -> None:
    shown = text_of(cards.article(ArticleCard(article("One.", head=replace(HEAD, published_ms=None)))))
    assert "no date, stored <t:0:R>" in shown


def test_a_declined_summary_says_why_and_shows_the_first_words() -> None:
    for why, words in (("too-short", "too short to summarise"), ("list", "a list"), ("live-blog", "live page")):
        panel = cards.article(ArticleCard(article("It was one.", "It was two.", declined=why)))
        assert words in text_of(panel)
        assert "> It was one." in text_of(panel)
        assert "It was two." not in text_of(panel)
        assert labels(panel) == ["Facts", "Open"]


def test_a_language_without_word_lists_is_named_in_the_foot() -> None:
    shown = text_of(cards.article(ArticleCard(article("One.", form="structure"))))
    assert "by position and shape" in shown


def test_a_post_can_be_recognised_whatever_the_article_and_a_question_never_is() -> None:
    for view in (article("One."), article("One.", "Two.", "Three.", "Four."), article("One.", declined="list")):
        for posted in (True, False):
            ids = [
                button.custom_id or ""
                for row in cards.article(ArticleCard(view), posted=posted).rows
                if isinstance(row, tuple)
                for button in row
            ]
            assert (ArticleId(12) in map(controls.posted_article, ids)) is posted


def test_a_card_without_an_address_has_no_open_button() -> None:
    assert labels(cards.article(ArticleCard(article("One.", head=replace(HEAD, url="javascript:x"))))) == ["Where from"]


def test_notes_stand_at_the_foot() -> None:
    assert text_of(cards.article(ArticleCard(article("One."), notes=("corrected *today*",)))).endswith(
        "-# corrected \\*today\\*"
    )


def test_quotes_of_one_article_name_it_once() -> None:
    def said(number: int, text: str, head: ArticleHead) -> QuoteView:
        return QuoteView(QuoteId(number), Quote(text, 0, len(text), "Mara Voss", "harbour master"), head, 0)

    other = replace(HEAD, id=ArticleId(13), title="Cats swim")
    panel = cards.quotes("Quotes", [said(1, "Yes.", HEAD), said(2, "No.", HEAD), said(3, "Maybe.", other)])
    shown = text_of(panel)
    assert shown.count("Goats sail") == 1
    assert "> “Yes.”\n**Mara Voss**, harbour master `¶1`" in shown
    assert labels(panel) == ["Open #12", "Open #13"]


def test_marks_of_a_search_are_bold() -> None:
    shown = text_of(cards.hits("Found", [SearchHit(HEAD, "A calm goat is good.", ((2, 6), (7, 11)))]))
    assert "> A **calm** **goat** is good." in shown


def test_a_panel_without_anything_still_says_something() -> None:
    fitted = limits.fit(Panel((), ((Button("x"),), ())))
    assert text_of(fitted) == "—"
    assert fitted.rows == ()
