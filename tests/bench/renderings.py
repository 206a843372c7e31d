"""Score the cleaning of plain text on pages that bad scrapers have turned into text in different ways.

    python tests/bench/renderings.py ../shared/eval/extraction/dev.jsonl.gz [--step 2]

Beside ours stands the trivial rule: lines of ten words and more that end in a mark. The gold is the kit's body where it
has one. Of the other pages only those count whose HTML gives us a body with every wanted and no unwanted snippet: that
body is the gold, so their figures are a comparison of two ways to read one page, and no truth.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import lxml.html
from lxml import etree

from bot.errors import SourceError
from bot.model import Draft, clean_text
from bot.text import condense, plaintext

UNSEEN = ("script", "style", "noscript", "template", "head", "select", "textarea", "svg", "iframe", "object", "canvas")
INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd"),
        *("label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"),
    )
)
CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
TOKEN = re.compile(rf"[{CJK}]|[^\W{CJK}]+")
LONG_LINE = re.compile(r"[.!?…。！？:][\"'”’»)\]]*$")
Tree = lxml.html.HtmlElement


def pieces(element: Tree, block: Callable[[], None], text: Callable[[str], None]) -> None:
    """Walk the element: ``text`` for each text, ``block`` where a block begins or ends."""
    stack: list[tuple[Tree, bool]] = [(element, False)]
    while stack:
        node, left = stack.pop()
        inline = isinstance(node.tag, str) and node.tag in INLINE
        if not inline:
            block()
        if not left and isinstance(node.tag, str):
            text(node.text or "")
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))
            continue
        if node is not element:
            text(node.tail or "")


def blocks(body: Tree) -> str:
    """A line a block."""
    lines = [""]
    pieces(body, lambda: lines.append(""), lambda text: lines.append(lines.pop() + text))
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def wrapped(body: Tree) -> str:
    """Each block wrapped at 76, a blank line between blocks."""
    return "\n\n".join(textwrap.fill(line, 76) for line in blocks(body).split("\n"))


def tight(body: Tree) -> str:
    """Each block wrapped at 80, without blank lines."""
    return "\n".join(textwrap.fill(line, 80) for line in blocks(body).split("\n"))


def nodes(body: Tree) -> str:
    """A line a text node: links and emphasis break the paragraphs."""
    return "\n".join(line for line in (" ".join(text.split()) for text in body.itertext()) if line)


def raw(body: Tree) -> str:
    """All text as it stands in the source, blocks glued where the source has no break."""
    return "".join(body.itertext())


RENDERINGS = (blocks, wrapped, tight, nodes, raw)


def f1(wanted: Counter[str], text: str) -> float:
    found = Counter(TOKEN.findall(text.casefold()))
    hits = (wanted & found).total()
    return 2 * hits / max(1, wanted.total() + found.total())


def pages(path: Path) -> Iterator[tuple[str, Tree, Counter[str]]]:
    """The set, the page and the words of its body."""
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            body = row.get("body")
            if body is None:
                body = trusted(row)
            if body is None:
                continue
            tree = lxml.html.document_fromstring(row["html"].encode("utf-8", "replace"), parser=parser)
            etree.strip_elements(tree, *UNSEEN, with_tail=False)
            found = tree.find("body")
            yield row["set"], tree if found is None else found, Counter(TOKEN.findall(body.casefold()))


def trusted(row: dict[str, object]) -> str | None:
    """The body that the HTML gives, if every wanted snippet and no unwanted one stands in it."""
    try:
        body = clean_text(condense.clean(Draft(kind="html", content=str(row["html"]), url=str(row["url"]))).body)
    except SourceError:
        return None
    flat = " ".join(body.split())
    wanted, unwanted = (
        [" ".join(str(one).split()) in flat for one in (values if isinstance(values, list) else [])]
        for values in (row["with"], row["without"])
    )
    return body if len(body) >= 400 and all(wanted) and not any(unwanted) else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kit", type=Path)
    parser.add_argument("--step", type=int, default=1, help="every so-manyth page")
    asked = parser.parse_args()
    scores: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for number, (name, body, wanted) in enumerate(pages(asked.kit)):
        if number % asked.step:
            continue
        for render in RENDERINGS:
            text = render(body)
            long_lines = [
                one for one in text.split("\n") if len(TOKEN.findall(one)) >= 10 and LONG_LINE.search(one.strip())
            ]
            ours = f1(wanted, clean_text(plaintext.clean(text).body))
            scores.setdefault((name, render.__name__), []).append((ours, f1(wanted, "\n".join(long_lines))))
    print("mean / worst tenth of the pages, token F1         Gazette        long lines")
    for (name, rendering), found in sorted(scores.items()):
        figures = [_figures([pair[side] for pair in found]) for side in (0, 1)]
        print(f"{name:<12} {len(found):>4} pages, {rendering:<10} {figures[0]:>26} {figures[1]:>17}")


def _figures(values: list[float]) -> str:
    lowest = sorted(values)[: max(1, len(values) // 10)]
    return f"{statistics.mean(values):.3f} / {statistics.mean(lowest):.3f}"


if __name__ == "__main__":
    main()
