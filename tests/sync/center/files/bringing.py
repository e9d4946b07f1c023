"""A unit that brings photos to the door for files, as the tests of the center need it."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import requests

from field_node.records.kinds import Ref
from field_node.records.photo import Photo
from field_node.records.record import Entry
from sync.seal import UnitKeys
from sync.seal.files import Asked, Credentials, Said, fits, read_said
from tests.pictures import a_jpeg

PIECE = 4_000


FIRST = Ref(1, 1)


def a_photo(content: bytes = b"", of: Ref = FIRST, **also: object) -> Photo:
    """The record of that picture."""
    content = content or a_jpeg()
    given = {"entri": of, "sidik": sha256(content).digest(), "ukuran": len(content), "jenis": "jpeg"}
    return Photo(**{**given, **also})  # type: ignore[arg-type]


def name_of(entry: Entry) -> str:
    assert isinstance(entry.record, Photo)
    return entry.record.sidik.hex()


@dataclass
class Bringer:
    """One unit at the door of that address."""

    keys: UnitKeys
    address: str

    def asked(self, content: bytes, first: int, last: int, digest: bytes = b"") -> Asked:
        return Asked(
            unit=self.keys.unit,
            digest=digest or sha256(content).digest(),
            nonce=secrets.token_bytes(16),
            first=first,
            total=len(content),
            piece=content[first:last],
        )

    def head(self, digest: bytes, **other: bytes) -> requests.Response:
        asked = Asked(unit=self.keys.unit, digest=digest, nonce=secrets.token_bytes(16))
        return requests.head(self.url(digest), headers=self.signed(asked, **other), timeout=20)

    def put(
        self, content: bytes, first: int = 0, last: int | None = None, **other: bytes
    ) -> requests.Response:
        """One piece of the content, the rest of it when `last` is not given."""
        digest = other.pop("digest", b"")
        asked = self.asked(content, first, len(content) if last is None else last, digest)
        return self.send(asked, **other)

    def send(self, asked: Asked, **other: bytes) -> requests.Response:
        end = asked.first + len(asked.piece) - 1
        headers = {
            **self.signed(asked, **other),
            "Content-Range": f"bytes {asked.first}-{end}/{asked.total}",
            "Content-Type": "application/octet-stream",
        }
        answer = requests.put(self.url(asked.digest), data=asked.piece, headers=headers, timeout=20)
        if "Tagana-File" in answer.headers:
            said = said_by(answer)
            expected = asked.answer_tag(self.keys.root, self.keys.operation, said)
            assert fits(bytes.fromhex(answer.headers["Tagana-Tag"]), expected)
        return answer

    def all(self, content: bytes, piece: int = PIECE) -> list[requests.Response]:
        return list(self._pieces(content, piece))

    def _pieces(self, content: bytes, piece: int) -> Iterator[requests.Response]:
        for first in range(0, len(content), piece):
            yield self.put(content, first, min(first + piece, len(content)))

    def signed(self, asked: Asked, tag: bytes = b"") -> dict[str, str]:
        own = tag or asked.tag(self.keys.root, self.keys.operation)
        return {"Authorization": str(Credentials(self.keys.unit, asked.nonce, own))}

    def url(self, digest: bytes) -> str:
        return f"{self.address}/v1/files/{digest.hex()}"


def said_by(answer: requests.Response) -> Said:
    said = read_said(answer.headers["Tagana-File"])
    assert said is not None, answer.headers
    return said
