"""What a panel is about and no custom id can hold: addresses, filters. Kept in memory, the newest few hundred.

After a restart it is gone, and the panel says how to begin again.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 500


class Kept(Generic[T]):
    """Values by a token that fits into a custom id."""

    def __init__(self) -> None:
        self._by_token: OrderedDict[str, T] = OrderedDict()

    def keep(self, value: T, token: str | None = None) -> str:
        """Keep a value, or put it in the place of an earlier one; its token."""
        token = token or secrets.token_hex(5)
        self._by_token[token] = value
        self._by_token.move_to_end(token)
        while len(self._by_token) > MOST:
            self._by_token.popitem(last=False)
        return token

    def get(self, token: str) -> T | None:
        return self._by_token.get(token)

    def take(self, token: str) -> T | None:
        """The value, which is then no longer kept."""
        return self._by_token.pop(token, None)
