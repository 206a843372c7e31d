"""Signatures to bytes and back: little-endian arrays, so that a database can be moved to another machine."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable

from bot.model import Signature

_WORD = next(code for code in "ILH" if array(code).itemsize == 4)
_LANGUAGE_BYTES = 8


def pack(signature: Signature) -> tuple[bytes, bytes]:
    """``signatures.shingles`` and ``signatures.terms``: the latter is the language, then all hashes, then all weights.

    ``key_terms`` are not packed: the index table holds them.
    """
    language = signature.language.encode("ascii", "replace")[:_LANGUAGE_BYTES].ljust(_LANGUAGE_BYTES, b"\0")
    hashes = to_bytes(term for term, _ in signature.terms)
    weights = to_bytes(weight for _, weight in signature.terms)
    return to_bytes(signature.shingles), language + hashes + weights


def unpack(shingles: bytes, terms: bytes, key_terms: tuple[int, ...] = ()) -> Signature:
    """The inverse of ``pack``."""
    language = terms[:_LANGUAGE_BYTES].rstrip(b"\0").decode("ascii")
    listed = from_bytes(terms[_LANGUAGE_BYTES:])
    half = len(listed) // 2
    pairs = tuple(zip(listed[:half], listed[half:], strict=True))
    return Signature(tuple(from_bytes(shingles)), pairs, key_terms, language)


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
