"""What is a picture, by its first bytes alone, and the same picture without what its camera wrote beside it."""

from collections.abc import Callable
from typing import NamedTuple

from field_node.store.photos import chunks, jpeg
from field_node.store.photos.wrong import NotAPicture

__all__ = ["NotAPicture", "Picture", "cleaned", "media_of"]


class Picture(NamedTuple):
    """`media`: jpeg, png, webp. `content`: the picture, without place, time, owner or thumbnail in it."""

    media: str
    content: bytes


_CLEANED: dict[str, Callable[[bytes], bytes]] = {"jpeg": jpeg.cleaned, "png": chunks.png, "webp": chunks.webp}


def media_of(content: bytes) -> str | None:
    """By its magic bytes; None for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(chunks.PNG):
        return "png"
    return "webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def cleaned(content: bytes) -> Picture:
    """The picture alone. Raises NotAPicture: another kind of file, or one that is torn."""
    media = media_of(content)
    if media is None:
        raise NotAPicture("bukan_foto")
    try:
        return Picture(media, _CLEANED[media](content))
    except IndexError as error:
        raise NotAPicture("foto_rusak") from error
