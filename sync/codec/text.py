"""How texts are SENT: what they share with the text before, then the rest."""

from typing import Any

from field_node.records import kinds
from sync.codec.coder import Coder, flag
from sync.codec.near import Near, Walk, held, only, repeats
from sync.errors import BadFrame


def walk_text(kind: kinds.Text) -> Walk:
    """Seven bits a character where all are ASCII, twenty-one elsewhere."""

    def walk(coder: Coder, value: Any, near: Near) -> str:
        given, before = value or "", near.before or ""
        head = coder.golomb(2, _alike(given, before)) if before else 0
        tail = coder.golomb(2, _alike(given[head:][::-1], before[head:][::-1])) if before else 0
        length = coder.golomb(4, len(given) - head - tail)
        if head + tail > len(before) or head + length + tail > kind.most:
            raise BadFrame("text_too_long")
        middle = _middle(coder, given[head : head + length], length)
        found = before[:head] + middle + before[len(before) - tail :]
        return str(held(kind, only(found, not before or _parted(found, before, head, tail))))

    return repeats(walk)


def _alike(text: str, before: str) -> int:
    """With how many characters both begin."""
    return next(
        (at for at, (one, other) in enumerate(zip(text, before, strict=False)) if one != other),
        min(len(text), len(before)),
    )


def _parted(found: str, before: str, head: int, tail: int) -> bool:
    """True when the head that both share, and then the tail, are as long as they can be."""
    return head == _alike(found, before) and tail == _alike(found[head:][::-1], before[head:][::-1])


def _middle(coder: Coder, given: str, length: int) -> str:
    return (
        _plain_text(coder, given, length) if flag(coder, given.isascii()) else _any_text(coder, given, length)
    )


def _plain_text(coder: Coder, given: str, length: int) -> str:
    """Seven bits a character."""
    packed = sum(ord(letter) << 7 * place for place, letter in enumerate(given))
    found = coder.uniform(1 << 7 * length, packed)
    return "".join(chr(found >> 7 * place & 127) for place in range(length))


def _any_text(coder: Coder, given: str, length: int) -> str:
    """Twenty-one bits a character; only where one of them is not ASCII."""
    points = given or "\0" * length
    codes = [coder.uniform(1 << 21, ord(letter)) for letter in points]
    if max(codes, default=0) > 0x10FFFF:
        raise BadFrame("range")
    found = "".join(map(chr, codes))
    return str(only(found, not found.isascii()))
