"""Signatures to bytes and back: little-endian arrays, so that a database can be moved to another machine."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from bot.model import Signature

_WORD = next(code for code in "ILH" if array(code).itemsize == 4)
_LANGUAGE_BYTES = 8


def pack(signature: Signature) -> tuple[bytes, bytes]:
    """``signatures.shingles`` and ``signatures.terms``: the latter is the language, then all hashes, then all weights.

    ``key_terms`` are not packed: the index table holds them.
    """
    language = signature.language.encode("ascii", "replace")[:_LANGUAGE_BYTES].ljust(_LANGUAGE_BYTES, b"\0")
    hashes, weights = signature.columns
    return to_bytes(signature.shingles), language + to_bytes(hashes) + to_bytes(weights)


class Packed(Signature):
    """A signature as it is stored, of which that alone is unpacked which is looked at. It has no ``key_terms``."""

    def __init__(self, shingles: bytes, terms: bytes) -> None:
        # Not as Signature does it: what is unpacked later must not be there yet.
        for name, value in (("language", _language(terms)), ("key_terms", ()), ("_stored", (shingles, terms))):
            object.__setattr__(self, name, value)

    _stored: tuple[bytes, bytes]

    @cached_property
    def columns(self) -> tuple[Sequence[int], Sequence[int]]:
        return _halves(self._stored[1])

    @cached_property
    def terms(self) -> tuple[tuple[int, int], ...]:
        return tuple(zip(*self.columns, strict=True))

    @cached_property
    def shingles(self) -> tuple[int, ...]:
        return tuple(from_bytes(self._stored[0]))


@lru_cache(maxsize=1_000)
def packed(shingles: bytes, terms: bytes) -> Packed:
    """The signature of these columns: the same one again, with what was unpacked of it, while it is among the last."""
    return Packed(shingles, terms)


def unpack(shingles: bytes, terms: bytes, key_terms: tuple[int, ...] = ()) -> Signature:
    """The inverse of ``pack``."""
    pairs = tuple(zip(*_halves(terms), strict=True))
    return Signature(tuple(from_bytes(shingles)), pairs, key_terms, _language(terms))


def _language(terms: bytes) -> str:
    return terms[:_LANGUAGE_BYTES].rstrip(b"\0").decode("ascii")


def _halves(terms: bytes) -> tuple[Sequence[int], Sequence[int]]:
    numbers = from_bytes(terms[_LANGUAGE_BYTES:])
    half = len(numbers) // 2
    return numbers[:half], numbers[half:]


def to_bytes(numbers: Iterable[int]) -> bytes:
    """32-bit numbers, little-endian."""
    packed = array(_WORD, numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def from_bytes(data: bytes) -> array[int]:
    """The inverse of ``to_bytes``."""
    unpacked = array(_WORD)
    unpacked.frombytes(data)
    if sys.byteorder == "big":
        unpacked.byteswap()
    return unpacked
