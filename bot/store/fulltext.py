"""The full-text indexes (SQLite's FTS5) as tables. The column named like the table is what MATCH is asked of."""

from __future__ import annotations

from sqlalchemy import BigInteger, Text, column, literal_column, table

search_fts = table("search_fts", column("rowid", BigInteger), column("search_fts", Text))
titles_fts = table("titles_fts", column("rowid", BigInteger), column("titles_fts", Text))
pairs_fts = table("pairs_fts", column("rowid", BigInteger), column("pairs_fts", Text), column("pairs", Text))
quotes_fts = table("quotes_fts", column("rowid", BigInteger), column("quotes_fts", Text))

MARK_OPEN, MARK_CLOSE = "\x02", "\x03"

search_marked = literal_column("highlight(search_fts, 1, char(2), char(3))", Text)
"""The article's text with the found words between control characters, which clean text never holds."""
