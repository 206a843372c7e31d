"""Bodies as they stream in: unpacked piece by piece and counted after unpacking, so that a bomb stays small."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from bot.errors import SourceError

PIECE_BYTES = 65_536
_GZIP_MAGIC = b"\x1f\x8b"
_CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})


class Body:
    """Collects one body. ``add`` raises SourceError ``too-large`` as soon as the cap is passed.

    Only gzip and deflate are offered to servers, hence unpacked; anything else is refused as ``bad-encoding``. What
    calls itself packed and is not is taken as it is, and gzip is recognised without a header: both are common.
    """

    def __init__(self, coding: str | None, max_bytes: int) -> None:
        self._coding = (coding or "").strip().lower()
        if self._coding not in _CODINGS:
            raise SourceError("bad-encoding", encoding=self._coding[:40])
        self._max_bytes = max_bytes
        self._packed_bytes = 0
        self._head = b""
        self._out = bytearray()
        self._inflater: zlib._Decompress | None = None
        self._sniffed = False

    def add(self, chunk: bytes) -> None:
        """Take the next bytes from the wire."""
        self._packed_bytes += len(chunk)
        if self._packed_bytes > self._max_bytes:
            raise SourceError("too-large", limit_bytes=self._max_bytes)
        if not self._sniffed:
            self._head += chunk
            if len(self._head) < len(_GZIP_MAGIC):
                return
            chunk, self._head = self._head, b""
            self._sniffed = True
            self._inflater = self._choose(chunk)
        for piece in self._unpack(chunk):
            self._out += piece
            if len(self._out) > self._max_bytes:
                raise SourceError("too-large", limit_bytes=self._max_bytes)

    def take(self) -> bytes:
        """The body so far. A packed body that ends early gives what could be unpacked."""
        pending = b"" if self._inflater is None else self._inflater.flush()  # the end of a last copy, at most 258 bytes
        return bytes(self._out) + pending + self._head

    def _choose(self, head: bytes) -> zlib._Decompress | None:
        if head.startswith(_GZIP_MAGIC):
            return zlib.decompressobj(zlib.MAX_WBITS | 16)
        if self._coding == "deflate":
            # The standard says zlib's header, some servers send none: the first byte tells.
            wrapped = head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
            return zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        return None

    def _unpack(self, chunk: bytes) -> Iterator[bytes]:
        if self._inflater is None:
            yield chunk
            return
        while chunk:
            try:
                piece = self._inflater.decompress(chunk, PIECE_BYTES)
            except zlib.error as error:
                raise SourceError("bad-encoding", encoding=self._coding) from error
            if piece:
                yield piece
            if not self._inflater.eof:
                chunk = self._inflater.unconsumed_tail
                continue
            chunk = self._inflater.unused_data
            if not chunk.startswith(_GZIP_MAGIC):  # not another gzip member: padding
                return
            self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
