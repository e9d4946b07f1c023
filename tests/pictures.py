"""Pictures made byte by byte: small, right in their structure, with whatever a camera would write beside them."""

import random
import zlib
from struct import pack

JFIF = b"JFIF\0\1\1\0\0\1\0\1\0\0"
SECRET = b"-6.3264,108.3246 Siti"
"""What a camera wrote and nobody else may read."""


def segment(marker: int, said: bytes) -> bytes:
    return bytes((0xFF, marker)) + pack(">H", len(said) + 2) + said


def exif(orientation: int = 6, *, little: bool = False) -> bytes:
    """Orientation and a text; the text stands after the directory."""
    order = "<" if little else ">"
    head = (b"II*\0" if little else b"MM\0*") + pack(f"{order}I", 8)
    entries = pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0) + pack(
        f"{order}HHII", 0x010E, 2, len(SECRET), 38
    )
    return b"Exif\0\0" + head + pack(f"{order}H", 2) + entries + pack(f"{order}I", 0) + SECRET


def a_jpeg(size: int = 2_000, *, seed: int = 1, beside: bytes = b"", after: bytes = b"") -> bytes:
    """About `size` bytes. `beside`: segments after the JFIF one; `after`: bytes behind the picture's end."""
    coded = random.Random(seed).randbytes(size).replace(b"\xff", b"\xff\0")
    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, JFIF),
            beside,
            segment(0xDB, b"\0" + bytes(range(1, 65))),
            segment(0xC0, b"\x08\0\x10\0\x10\1\1\x11\0"),
            segment(0xC4, b"\0" + bytes((1, *[0] * 15)) + b"\0"),
            segment(0xDA, b"\1\1\0\0\x3f\0"),
            coded + b"\xff\xd0" + coded[:9],
            b"\xff\xd9",
            after,
        )
    )


def chunk(name: bytes, said: bytes) -> bytes:
    return pack(">I", len(said)) + name + said + pack(">I", zlib.crc32(name + said))


def a_png(*beside: bytes) -> bytes:
    """One pixel; `beside`: further chunks before its data."""
    head, data = pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0), zlib.compress(b"\0\x7f")
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + b"".join(beside)
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def riff(name: bytes, said: bytes) -> bytes:
    return name + pack("<I", len(said)) + said + b"\0" * (len(said) % 2)


def a_webp(*beside: bytes, flags: int = 0x0C) -> bytes:
    """Extended, lossless; `beside`: further chunks after the picture's."""
    head = riff(b"VP8X", bytes((flags, 0, 0, 0)) + bytes(6))
    body = head + riff(b"VP8L", b"\x2f" + bytes(6)) + b"".join(beside)
    return b"RIFF" + pack("<I", len(body) + 4) + b"WEBP" + body
