"""GET /v1/files/<sha256>: a photo for a reader of names, whole or in ranges; each reading is written down."""

import io
from collections.abc import Callable
from http import HTTPStatus

from flask import Response, request, send_file

from field_node.store.photos.pieces import SEALED
from field_node.store.photos.shelf import Damaged, Shelf
from sync.center import photos, tokens
from sync.center.dialect import writing
from sync.center.files.door import digest_of
from sync.center.photos import Here
from sync.center.problems import Problem
from sync.center.store import Center
from sync.center.tokens import Token

GIVES = frozenset({HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT})


class FileReader:
    """The reading side of the photos of one center."""

    def __init__(self, center: Center, shelf: Shelf, clock: Callable[[], float]) -> None:
        self._center, self._shelf, self._clock = center, shelf, clock

    def get(self, name: str) -> Response:
        """A photo shows persons: it is given to whoever may see names."""
        token, digest = self._reader(), digest_of(name)
        found, content = self._found(digest)
        response = send_file(
            io.BytesIO(content), mimetype=f"image/{found.media}", conditional=True, etag=name, max_age=None
        )
        if request.method == "GET" and response.status_code in GIVES:
            self._note(token, name)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Security-Policy"] = SEALED
        return response

    def _note(self, token: Token, name: str) -> None:
        """Before any byte of the picture goes out, a part of it too."""
        with self._center.lock, writing(self._center.writer) as conn:
            tokens.note_reading(conn, token, f"files/{name}", 1, now=int(self._clock()))

    def _found(self, digest: bytes) -> tuple[Here, bytes]:
        with self._center.reader.connect() as conn:
            found, stands = photos.here(conn, digest), photos.named(conn, digest) is not None
        try:
            content = self._shelf.read(digest) if found and stands else None
        except Damaged as error:
            raise Problem(404, "that file is damaged here") from error
        if found is None or content is None:
            raise Problem(404, "no such file, or nothing in force names it")
        return found, content

    def _reader(self) -> Token:
        said, otherwise = (
            request.headers.get("Authorization", ""),
            "this token may not see persons, so no photos",
        )
        with self._center.reader.connect() as conn:
            return tokens.reader(conn, said, "names", otherwise=otherwise)
