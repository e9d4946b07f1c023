"""PNG (ISO/IEC 15948) and WebP (RFC 9649) without the chunks that say more than the picture."""

from collections.abc import Iterator

from field_node.store.photos.wrong import NotAPicture

PNG = b"\x89PNG\r\n\x1a\n"
SHOWN = frozenset({b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"})
"""Of the chunks that a reader may leave out: transparency, colours, density."""
FRAMES = frozenset({b"VP8 ", b"VP8L"})
PICTURE = frozenset({*FRAMES, b"VP8X", b"ALPH", b"ICCP"})
EXIF_FLAG, XMP_FLAG, MOVES_FLAG = 0x08, 0x04, 0x02
_RIFF = 12


def png(content: bytes) -> bytes:
    """Critical chunks and those that change what is seen. Raises NotAPicture."""
    found = list(_png_chunks(content))
    names = [name for name, _ in found]
    if not names or names[0] != b"IHDR" or b"IDAT" not in names or names[-1] != b"IEND":
        raise NotAPicture("foto_rusak")
    return PNG + b"".join(chunk for name, chunk in found if name in SHOWN or not name[0] & 0x20)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and whole bytes of each, up to the end of the image."""
    at, name = len(PNG), b""
    while name != b"IEND":
        size, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        end = at + 12 + size
        if len(name) < 4 or end > len(content):
            raise NotAPicture("foto_rusak")
        yield name, content[at:end]
        at = end


def webp(content: bytes) -> bytes:
    """A still picture with its colours and transparency; one that moves is refused. Raises NotAPicture."""
    found = [(name, chunk) for name, chunk in _webp_chunks(content) if name in PICTURE]
    if not FRAMES & {name for name, _ in found}:
        raise NotAPicture("foto_rusak")
    body = b"".join(_plain(name, chunk) for name, chunk in found)
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


def _webp_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise NotAPicture("foto_rusak")
    at = _RIFF
    while at + 8 <= end:
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        after = at + 8 + size + size % 2
        if after > end:
            raise NotAPicture("foto_rusak")
        yield content[at : at + 4], content[at:after]
        at = after


def _plain(name: bytes, chunk: bytes) -> bytes:
    """The extended header no longer promises what was left out."""
    if name != b"VP8X":
        return chunk
    if chunk[8] & MOVES_FLAG:
        raise NotAPicture("bukan_foto")
    return chunk[:8] + bytes((chunk[8] & ~(EXIF_FLAG | XMP_FLAG),)) + chunk[9:]
