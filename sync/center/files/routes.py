"""The addresses of photos at the center."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from field_node.store.photos.shelf import Shelf
from sync.center.files.door import FileDoor
from sync.center.files.reading import FileReader
from sync.center.limits import Limits
from sync.center.store import Center
from sync.seal.derive import hkdf
from sync.seal.files import SCHEME


def files_blueprint(
    center: Center, limits: Limits, *, clock: Callable[[], float], timer: Callable[[], float]
) -> Blueprint:
    """Units bring, readers fetch."""
    shelf = shelf_of(center)
    door, reader = FileDoor(center, limits, shelf, clock=clock, timer=timer), FileReader(center, shelf, clock)

    def read(name: str) -> Response:
        asks = request.method == "HEAD" and request.headers.get("Authorization", "").startswith(SCHEME)
        return door.head(name) if asks else reader.get(name)

    blueprint = Blueprint("files", __name__)
    blueprint.put("/v1/files/<name>")(door.put)
    blueprint.get("/v1/files/<name>")(read)
    return blueprint


def shelf_of(center: Center) -> Shelf:
    """The folder of photos, locked under a key of its own."""
    return Shelf(center.files, hkdf(center.keys.master, center.keys.operation, b"tagana1 files", 32))
