"""A JPEG without its metadata: ITU-T T.81 annex B for the segments, CIPA DC-008 (Exif) for the one fact that is kept."""

import re
from collections.abc import Iterator
from struct import Struct
from typing import NamedTuple

from field_node.store.photos.wrong import NotAPicture

START, END, SCAN = 0xD8, 0xD9, 0xDA
ALONE = (0x01, *range(0xD0, 0xD8))
FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive: what browsers show."""
KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Of the application segments: the density, the colours, and how these are coded."""
EXIF, COMMENT = b"Exif\0\0", 0xFE
ORIENTATION = 0x0112
UPRIGHT = 1
_NEXT = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_ENDIAN = {b"II*\0": "<", b"MM\0*": ">"}


class Segment(NamedTuple):
    """`content`: its bytes with the marker; of a scan also what is coded after it."""

    marker: int
    content: bytes

    @property
    def said(self) -> bytes:
        """What follows marker and length."""
        return self.content[4:]


def cleaned(content: bytes) -> bytes:
    """The picture up to its end; of Exif only which side is up. Raises NotAPicture, IndexError for a torn one."""
    found = list(_segments(content))
    if not FRAMES & {one.marker for one in found} or SCAN not in {one.marker for one in found}:
        raise NotAPicture("foto_rusak")
    turned = next((_orientation(one.said) for one in found if one.said.startswith(EXIF)), UPRIGHT)
    kept = [one.content for one in found if _is_kept(one)]
    first = 1 if found[0].marker == 0xE0 and _is_kept(found[0]) else 0
    beside = [_exif(turned)] if turned != UPRIGHT else []
    return b"".join((b"\xff\xd8", *kept[:first], *beside, *kept[first:], b"\xff\xd9"))


def _is_kept(one: Segment) -> bool:
    if 0xE0 <= one.marker <= 0xEF:
        return one.marker in KEPT and one.said.startswith(KEPT[one.marker])
    return one.marker != COMMENT


def _segments(content: bytes) -> Iterator[Segment]:
    """From the start of the image to its end; what comes after it is not of the picture."""
    at = 2
    while True:
        marker, at = _marker(content, at)
        if marker == END:
            return
        if marker in ALONE:
            continue
        end = _end(content, at, marker)
        yield Segment(marker, b"\xff" + content[at - 1 : end])
        at = end


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """The marker at that place and where it ends; any number of fill bytes may stand before it."""
    if content[at] != 0xFF:
        raise NotAPicture("foto_rusak")
    while content[at] == 0xFF:
        at += 1
    return content[at], at + 1


def _end(content: bytes, at: int, marker: int) -> int:
    end = at + int.from_bytes(content[at : at + 2], "big")
    if end < at + 2 or end > len(content):
        raise NotAPicture("foto_rusak")
    if marker != SCAN:
        return end
    after = _NEXT.search(content, end)
    if after is None:
        raise NotAPicture("foto_rusak")
    return after.start()


def _orientation(said: bytes) -> int:
    """1 to 8 as Exif says it, 1 where it says nothing that can be read."""
    tiff = said[len(EXIF) :]
    endian = _ENDIAN.get(tiff[:4])
    if endian is None or len(tiff) < 8:
        return UPRIGHT
    entry, count = Struct(f"{endian}HHIHH"), Struct(f"{endian}H")
    at = int.from_bytes(tiff[4:8], "little" if endian == "<" else "big")
    if at + 2 > len(tiff):
        return UPRIGHT
    for number in range(count.unpack_from(tiff, at)[0]):
        place = at + 2 + 12 * number
        if place + 12 > len(tiff):
            break
        tag, _, _, value, _ = entry.unpack_from(tiff, place)
        if tag == ORIENTATION:
            return value if UPRIGHT <= value <= 8 else UPRIGHT
    return UPRIGHT


def _exif(orientation: int) -> bytes:
    """A segment that says this and nothing else."""
    tiff = b"MM\0*\0\0\0\x08" + Struct(">HHHIHHI").pack(1, ORIENTATION, 3, 1, orientation, 0, 0)
    said = EXIF + tiff
    return b"\xff\xe1" + (len(said) + 2).to_bytes(2, "big") + said
