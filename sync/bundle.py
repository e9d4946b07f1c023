"""Many frames in one body, file or blob: the bundle."""

from collections.abc import Iterable
from dataclasses import dataclass

from sync.errors import BadFrame
from sync.frames import MAX_BROADCAST, MIN_FRAME

MAGIC = b"TGNFRM1\n"
MEDIA_TYPE = "application/vnd.tagana.frames"


@dataclass(frozen=True, slots=True)
class Bundle:
    """The whole frames of a bundle, in order, and how many bytes of a torn tail were left."""

    frames: tuple[bytes, ...]
    left: int


class BundleReader:
    """Takes a bundle in pieces of any size. Holds back at most one unfinished frame (65,537 bytes).

    A length of 0 (the zeroed tail of a torn file) ends the bundle; all that follows is left.
    """

    __slots__ = ("_ended", "_kept", "_opened", "_skipped")

    def __init__(self) -> None:
        self._kept = b""
        self._opened = False
        self._ended = False
        self._skipped = 0

    @property
    def left(self) -> int:
        """Bytes fed that are in no whole frame so far."""
        return len(self._kept) + self._skipped

    def feed(self, piece: bytes) -> list[bytes]:
        """The frames that are whole now; BadFrame("not_bundle") as soon as it cannot be one."""
        if self._ended:
            self._skipped += len(piece)
            return []
        data = self._kept + piece
        at = 0 if self._opened else self._open(data)
        frames, at = _cut(data, at) if self._opened else ([], 0)
        self._kept = data[at:]
        if self._kept[:2] == b"\0\0" and self._opened:
            self._ended, self._skipped, self._kept = True, len(self._kept), b""
        return frames

    def finish(self) -> int:
        """The bytes left at the end; BadFrame("not_bundle") if the magic never came whole."""
        if not self._opened:
            raise BadFrame("not_bundle")
        return self.left

    def _open(self, data: bytes) -> int:
        if data[: len(MAGIC)] != MAGIC[: len(data)]:
            raise BadFrame("not_bundle")
        self._opened = len(data) >= len(MAGIC)
        return len(MAGIC)


def read_bundle(data: bytes) -> Bundle:
    """Every whole frame of `data`; BadFrame("not_bundle") for what does not begin with the magic."""
    reader = BundleReader()
    frames = reader.feed(data)
    return Bundle(tuple(frames), reader.finish())


def write_bundle(frames: Iterable[bytes]) -> bytes:
    """The bundle of `frames`; ValueError for a length that no frame has."""
    parts = [MAGIC]
    for frame in frames:
        if not MIN_FRAME <= len(frame) <= MAX_BROADCAST:
            raise ValueError(f"no frame has {len(frame)} bytes")
        parts += (len(frame).to_bytes(2, "big"), frame)
    return b"".join(parts)


def _cut(data: bytes, at: int) -> tuple[list[bytes], int]:
    frames = []
    while len(data) >= at + 2:
        end = at + 2 + (data[at] << 8 | data[at + 1])
        if end > len(data) or end == at + 2:
            break
        frames.append(data[at + 2 : end])
        at = end
    return frames, at
