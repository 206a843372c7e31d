"""Print the sentences that summaries of whole pages should not hold, found by checks that are not the ranker's own.

    python tests/bench/chosen.py ../shared/eval/extraction/dev.jsonl.gz [--n 3] [--every]

Each page of the kit goes through cleaning (as HTML, and as the text of its blocks) and the ``news`` ranker. A chosen
sentence is suspect if it opens with a word that points back while the sentence before it is not chosen, is nothing but
a quotation, ends without a mark, begins in lower case, speaks of photos, subscriptions and the like, or (where the kit
holds the body) does not stand in the article. ``--every`` prints all chosen sentences instead, to be read.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import lxml.html
from lxml import etree

from bot.errors import SourceError
from bot.model import Draft, clean_text
from bot.text import condense, language, sentences, summary

BACK = re.compile(
    r"\W*(?:he|she|they|it|this|that|these|those|his|her|their|its|but|and|or|so|yet|however|therefore|thus|meanwhile"
    r"|also|moreover|furthermore|instead|nevertheless|then|such|both|neither|another|er|sie|dies(?:e[rsmn]?)?|aber|und"
    r"|doch|denn|dabei|deshalb|dennoch|allerdings|elle|ils|elles|cela|mais|et|ainsi|él|ella|esto|pero|y|además"
    r"|isto|ele|ela|mas|egli|lei|questo|questa|ma|inoltre)\b(?![’'.])",
    re.IGNORECASE,
)
CALLS = re.compile(
    r"\bgetty\b|shutterstock|\bpictured\b|photo(?:graph)? by|(?:photo|image|foto|bild)s?\s?:|symbolbild|copyright|©"
    r"|subscribe (?:to|now)|newsletter|sign up (?:for|to)|follow us|click (?:here|on|below)|read more|cookies"
    r"|all rights reserved|https?://|www\.\w|@\w+\.\w|abonnieren|einloggen|provision vom|affiliate"
    r"|contributed to this|advertis(?:er|ement)|posted (?:by|on|at)\b|^\W*(?:updated|published)\b|\bfunction ?\("
    r"|^\W*(?:by|von|par|por|di) [A-ZÀ-Þ]\w+ [A-ZÀ-Þ]\w+\W*$",
    re.IGNORECASE,
)
ENDED = re.compile(r"[.!?…。！？؟।»][\"'”’»“)\]\d]*$")
QUOTED = re.compile(r"^[\"“„«‘][^\"”“»]*[\"”“»’]\W*(?:\w+\W+){0,1}$")


UNSEEN = ("script", "style", "noscript", "template", "head", "select", "textarea", "svg", "iframe")
BREAK = "\u2028"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def bare(text: str) -> str:
    """Letters and digits alone, to compare across white space and marks."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def suspicions(texts: Sequence[str], chosen: Sequence[int], index: int, body: str | None) -> Iterator[str]:
    """Why the sentence should be read again."""
    one = texts[index]
    if body is not None and bare(one) not in body:
        yield "not-in-article"
    if BACK.match(one) and index and index - 1 not in chosen:
        yield "points-back"
    if QUOTED.match(one):
        yield "quotation"
    if not ENDED.search(one):
        yield "no-end"
    if one.lstrip("\"'“‘«„([")[:1].islower():
        yield "lower-case"
    if CALLS.search(one):
        yield "furniture"


def blocks(html: str) -> str:
    """The text of a page, a line a block."""
    tree = lxml.html.document_fromstring(html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True))
    etree.strip_elements(tree, *UNSEEN, with_tail=False)
    for element in tree.iter("p", "div", "li", "h1", "h2", "h3", "h4", "td", "br", "section", "article", "figcaption"):
        element.tail = BREAK + CONTROL.sub(" ", element.tail or "")
        element.text = BREAK + CONTROL.sub(" ", element.text or "")
    return "\n".join(" ".join(line.split()) for line in str(tree.text_content()).split(BREAK) if line.strip())


def pages(path: Path) -> Iterator[tuple[str, str, Draft, str | None]]:
    """Set and id, kind, draft, and the letters of the article where the kit has it."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            body = bare(row["body"]) if row.get("body") else None
            name = f"{row['set']} {row['id'][:8]}"
            yield name, "html", Draft(kind="html", content=row["html"], url=row["url"]), body
            yield name, "text", Draft(kind="text", content=blocks(row["html"]), url=row["url"]), body


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kit", type=Path)
    parser.add_argument("--n", type=int, default=3, help="sentences a summary")
    parser.add_argument("--every", action="store_true", help="print all chosen sentences")
    asked = parser.parse_args()
    total, suspect, found = Counter[str](), Counter[str](), Counter[str]()
    for name, kind, draft, body in pages(asked.kit):
        try:
            article = condense.clean(draft)
        except SourceError:
            continue
        text = clean_text(article.body)
        tongue = language.detect(text)
        spans = sentences.split(article.body, tongue)
        picked = summary.summarize(article.title, text, spans, tongue, n=asked.n)
        if article.title is None or text.islower():
            continue
        texts = [text[one.start : one.end] for one in spans]
        chosen = [choice.sentence for choice in picked.choices]
        for index in sorted(chosen):
            total[kind] += 1
            why = tuple(suspicions(texts, chosen, index, body))
            suspect[kind] += bool(why)
            found.update(f"{kind} {reason}" for reason in why)
            if why or asked.every:
                print(f"{name} {kind} {tongue} {index}: {', '.join(why)}\n    {texts[index][:300]}")
    for kind in total:
        print(f"{kind}: {suspect[kind]} of {total[kind]} chosen sentences are suspect")
    print(", ".join(f"{reason} {count}" for reason, count in sorted(found.items())))


if __name__ == "__main__":
    main()
