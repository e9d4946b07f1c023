"""The QR codes of a surat jalan: whole text -> parts that a camera reads -> whole text. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar
from zlib import crc32

from field_node.web.stock.waybill import InvalidWaybill, NotAWaybill, TornWaybill, WaybillTooLong

PIECE = 480
"""Bytes of a piece at most: with its head 500, which is QR version 17 with error correction M (ISO/IEC 18004, table 7: 504 bytes)."""
MOST_PARTS = 32
LONGEST = 2 * MOST_PARTS * (PIECE + 20)
"""Letters that are looked at: every part twice."""
_HEAD = re.compile(r"^TSJ1 ([1-9]\d?)/([1-9]\d?) ([0-9a-f]{8})$", re.ASCII | re.MULTILINE)
_OTHER_FORM = re.compile(r"\s*TSJ\d+ ", re.ASCII)


class OtherWaybill(InvalidWaybill):
    """A part of another surat jalan than the parts before it."""

    code: ClassVar[str] = "surat_jalan_lain"


class NewerWaybill(InvalidWaybill):
    """Written in a form that this unit does not know."""

    code: ClassVar[str] = "surat_jalan_bentuk_lain"


class MissingParts(InvalidWaybill):
    """Some parts were not read: values `read`, `all` and `missing` (their numbers)."""

    code: ClassVar[str] = "surat_jalan_belum_lengkap"
    permanent: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Part:
    """What one QR says. `number` 1..`of`; `check`: crc32 of the whole text, 8 hex digits."""

    number: int
    of: int
    check: str
    piece: str


def parts_of(text: str) -> list[str]:
    """The texts of the QR codes, about equally long. Raises WaybillTooLong."""
    fewest = list(_pieces(text))
    if len(fewest) > MOST_PARTS:
        raise WaybillTooLong()
    even = list(_pieces(text, len(fewest)))
    pieces = even if len(even) == len(fewest) else fewest
    head = f"{len(pieces)} {_check(text)}"
    return [f"TSJ1 {number}/{head}\n{piece}" for number, piece in enumerate(pieces, 1)]


def parts_in(scanned: str) -> list[Part]:
    """The parts in what one or more QR codes said, one after the other. Raises NotAWaybill, NewerWaybill, TornWaybill, WaybillTooLong."""
    if len(scanned) > LONGEST:
        raise WaybillTooLong()
    said = scanned.replace("\r\n", "\n").strip()
    heads = list(_HEAD.finditer(said))
    if not heads or heads[0].start() != 0:
        raise _stranger(said)
    ends = [*(head.start() for head in heads[1:]), len(said)]
    return [_part(head, said[head.end() : end].strip()) for head, end in zip(heads, ends, strict=True)]


def joined(parts: Iterable[Part]) -> str:
    """The whole text, whatever the order and however often a part came. Raises NotAWaybill, OtherWaybill, MissingParts, TornWaybill."""
    found: dict[int, Part] = {}
    first: Part | None = None
    for part in parts:
        first = first or part
        if (part.of, part.check) != (first.of, first.check):
            raise OtherWaybill()
        if found.setdefault(part.number, part) != part:
            raise TornWaybill()
    if first is None:
        raise NotAWaybill()
    return _whole(found, first)


def _whole(found: dict[int, Part], first: Part) -> str:
    missing = [number for number in range(1, first.of + 1) if number not in found]
    if missing:
        raise MissingParts(read=len(found), all=first.of, missing=", ".join(map(str, missing)))
    text = "".join(found[number].piece for number in range(1, first.of + 1))
    if _check(text) != first.check:
        raise TornWaybill()
    return text


def _check(text: str) -> str:
    return f"{crc32(text.encode(errors='replace')):08x}"


def _pieces(text: str, count: int = 1) -> Iterator[str]:
    """As few pieces as there can be, or about `count` equal ones; none begins or ends with a space, which clipboards and readers eat."""
    while text:
        share = -(-len(text.encode()) // count)
        end = _end(text, min(share, PIECE))
        yield text[:end]
        text, count = text[end:], max(1, count - 1)


def _end(text: str, most: int) -> int:
    """Letters of the next piece: at most so many bytes, cut where no space is lost."""
    end = len(text.encode()[:most].decode(errors="ignore"))
    while 1 < end < len(text) and (text[end - 1].isspace() or text[end].isspace()):
        end -= 1
    return max(1, end)


def _part(head: re.Match[str], piece: str) -> Part:
    part = Part(int(head[1]), int(head[2]), head[3], piece)
    if part.number > part.of or part.of > MOST_PARTS or not 0 < len(piece.encode(errors="replace")) <= PIECE:
        raise TornWaybill()
    return part


def _stranger(said: str) -> InvalidWaybill:
    if said.startswith("TSJ1"):
        return TornWaybill()
    return NewerWaybill() if _OTHER_FORM.match(said) else NotAWaybill()
