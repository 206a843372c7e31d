"""How the cost of each text part grows from 1 KB to 1 MB of input, with the exponent of the fitted power.

    uv run python tests/bench/growth.py

1.0 is linear. Constant costs make small inputs look flat, so the exponent is fitted from 30 KB on. Processor time.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from bot.model import clean_text
from bot.text import feed, html, plaintext, quotes, sentences, summary

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
FITTED_FROM = 30_000

PARAGRAPH = (
    "Mayor Ada Lind of Port {n} said on Monday that bridge {n} will close for {n} weeks. “We will keep the ferries "
    "running on line {n},” she told reporters. Traders in town were not asked, harbour master Ilse Brandt wrote."
)


def paragraphs(size: int) -> list[str]:
    """Prose of about that many characters in which no two paragraphs are equal."""
    each = len(PARAGRAPH) + 2
    return [PARAGRAPH.format(n=number) for number in range(max(1, size // each))]


def pages(size: int) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(size))
    head = "<head><title>Bridges close</title></head>"
    return f"<html>{head}<body><nav>Home News</nav><article>{body}</article></body></html>"


def feeds(size: int) -> bytes:
    items = "".join(
        f"<item><guid>{number}</guid><title>Bridge {number}</title><description>{paragraph}</description></item>"
        for number, paragraph in enumerate(paragraphs(size))
    )
    return f'<rss version="2.0"><channel><title>Courier</title>{items}</channel></rss>'.encode()


def summarize(body: list[str]) -> object:
    text = clean_text(body)
    return summary.summarize("Bridges close", text, sentences.split(body, "en"), "en")


PARTS: tuple[tuple[str, Callable[[int], object], Callable[..., object]], ...] = (
    ("plaintext.clean", lambda size: "\n\n".join(paragraphs(size)), plaintext.clean),
    ("html.clean", pages, html.clean),
    ("sentences.split", paragraphs, lambda body: sentences.split(body, "en")),
    ("summary.summarize", paragraphs, summarize),
    ("quotes.extract", lambda size: clean_text(paragraphs(size)), quotes.extract),
    ("feed.parse", feeds, lambda body: feed.parse(body, "application/rss+xml", "https://example.org/feed.xml")),
)


def exponent(points: list[tuple[int, float]]) -> float:
    """The slope of the least-squares line through the logarithms."""
    pairs = [(math.log(size), math.log(seconds)) for size, seconds in points]
    mean_x = sum(x for x, _ in pairs) / len(pairs)
    mean_y = sum(y for _, y in pairs) / len(pairs)
    return sum((x - mean_x) * (y - mean_y) for x, y in pairs) / sum((x - mean_x) ** 2 for x, _ in pairs)


def main() -> None:
    print(f"{'ms by characters':<20}" + "".join(f"{size:>12,}" for size in SIZES) + "   exponent")
    for name, make, run in PARTS:
        run(make(1_000))
        points = []
        for size in SIZES:
            given = make(size)
            started = time.process_time()
            run(given)
            points.append((size, max(time.process_time() - started, 1e-5)))
        fitted = exponent([point for point in points if point[0] >= FITTED_FROM])
        print(
            f"{name:<20}" + "".join(f"{seconds * 1000:>12.1f}" for _, seconds in points) + f"   {fitted:.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
