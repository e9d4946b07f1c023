"""Small .pmtiles files, whole and broken, for tests of the map."""

from pathlib import Path

from field_node.web.peta.pmtiles import E7, GZIP, HEADER, MAGIC, VECTOR

BOX = (107.0, -7.0, 109.0, -6.0)


def made(path: Path, body_size: int = 64, **changed: int) -> Path:
    """A header that holds together over a body of nothing. `changed`: fields of it."""
    body = bytes(body_size)
    said = {
        "version": 3,
        "inner": GZIP,
        "packed": GZIP,
        "kind": VECTOR,
        "least": 0,
        "most": 14,
        "lost": 0,
    } | changed
    parts = (HEADER.size, 16, HEADER.size + 16, 16, 0, 0, HEADER.size + 32, len(body) - 32 + said["lost"])
    kinds = (1, said["inner"], said["packed"], said["kind"], said["least"], said["most"])
    box = tuple(round(degrees * E7) for degrees in BOX)
    raw = HEADER.pack(MAGIC, said["version"], *parts, 1, 1, 1, *kinds, *box, 7, 0, 0)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(raw + body)
    return path
