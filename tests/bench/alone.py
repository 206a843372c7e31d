"""What the benchmarks run in workers beside our own jobs."""

from __future__ import annotations


def extract(page: str, url: str) -> int:
    """trafilatura alone, as FACTS measured it. The length of the text."""
    import trafilatura

    found = trafilatura.bare_extraction(page, url=url, with_metadata=True, favor_precision=True, include_comments=False)
    return len(found.text or "") if found is not None else 0
