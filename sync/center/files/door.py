"""PUT and HEAD /v1/files/<sha256>: units bring photos piece by piece, and are told in a way that nobody can fake."""

import logging
from collections.abc import Callable
from http import HTTPStatus

import msgspec
from flask import Request, Response, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from field_node.store.photos.pieces import digest_named, place_in
from field_node.store.photos.shelf import Shelf
from sync.center.files.taking import Taking
from sync.center.limits import Buckets, Limits
from sync.center.problems import Problem, answer_problem
from sync.center.store import Center
from sync.center.units import Unit, read_units
from sync.seal.files import SCHEME, Asked, Credentials, Said, State, fits, read_credentials

PIECE_MOST = 256 * 1024
BUSY_S, TIDY_S = 5, 600.0
STATUS: dict[State, int] = {
    "complete": 200,
    "part": 200,
    "unknown": 404,
    "size": 422,
    "wrong": 422,
    "quota": 403,
    "full": 507,
    "revoked": 403,
    "quarantined": 403,
}
DETAIL: dict[State, str] = {
    "part": "this piece does not begin where the file ends",
    "unknown": "no entry of this unit in force names this file",
    "size": "its entry says another size",
    "wrong": "it is not what its name says, or no picture of the kind that its entry says; it was thrown away",
    "quota": "this unit has brought as many bytes as it may",
    "full": "no room for it now",
    "revoked": "this unit was revoked",
    "quarantined": "two cards speak under this number: a person decides",
}
_log = logging.getLogger(__name__)


class FileDoor:
    """One for all threads of a process. `clock`: UTC seconds; `timer`: seconds that never jump."""

    def __init__(
        self,
        center: Center,
        limits: Limits,
        shelf: Shelf,
        *,
        clock: Callable[[], float],
        timer: Callable[[], float],
    ) -> None:
        self._center, self._limits, self._clock, self._timer = center, limits, clock, timer
        self._requests, self._bytes = Buckets(limits.requests), Buckets(limits.file_bytes)
        self._taking = Taking(center, limits, shelf)
        self._tidy_at = float("-inf")

    def put(self, name: str) -> Response:
        """One piece, where the file ends."""
        return self._answered(name, brings=True)

    def head(self, name: str) -> Response:
        """How much is there."""
        return self._answered(name, brings=False)

    def _answered(self, name: str, *, brings: bool) -> Response:
        self._admit(request.remote_addr or "")
        asked, credentials = _read(request, name, brings=brings)
        try:
            unit = self._proven(asked, credentials)
            self._tidy()
            said = self._said(unit, asked)
        except (DBAPIError, NoConnection) as error:
            _log.warning("store does not commit: %s", type(error).__name__)
            raise Problem(503, "the store cannot commit now", retry_s=BUSY_S) from error
        return self._response(asked, said)

    def _admit(self, carrier: str) -> None:
        now = self._timer()
        self._requests.spend(carrier, 1, now)
        if self._requests.left(carrier, now) < 0:
            raise Problem(429, "too much from this address", retry_s=self._requests.wait_s(carrier, now))

    def _proven(self, asked: Asked, credentials: Credentials) -> Unit:
        """The unit that wrote this request. Raises Problem 401: the same for a wrong tag and for no such unit."""
        expected = asked.tag(self._center.keys.unit_root(asked.unit), self._center.keys.operation)
        if not fits(credentials.tag, expected):
            raise Problem(401, "not written by that unit", scheme=SCHEME)
        with self._center.reader.connect() as conn:
            unit = read_units(conn, [asked.unit]).get(asked.unit)
        if unit is None:
            raise Problem(401, "not written by that unit", scheme=SCHEME)
        return unit

    def _tidy(self) -> None:
        """Seldom, by whoever comes along."""
        if self._timer() >= self._tidy_at:
            self._tidy_at = self._timer() + TIDY_S
            self._taking.tidy(now=int(self._clock()))

    def _said(self, unit: Unit, asked: Asked) -> Said:
        if not unit.is_live:
            return Said("revoked" if unit.revoked else "quarantined")
        now = self._timer()
        if asked.brings and self._bytes.left(unit.number, now) < 0:
            raise Problem(429, "too much from this unit", retry_s=self._bytes.wait_s(unit.number, now))
        said, taken = self._taking.take(asked, now=int(self._clock()))
        self._bytes.spend(unit.number, taken, now)
        return said

    def _response(self, asked: Asked, said: Said) -> Response:
        status = 409 if _is_elsewhere(asked, said) else STATUS[said.state]
        response = (
            Response(msgspec.json.encode(_plain(said)), content_type="application/json")
            if status == HTTPStatus.OK
            else answer_problem(Problem(status, DETAIL[said.state]))
        )
        keys = self._center.keys
        tag = asked.answer_tag(keys.unit_root(asked.unit), keys.operation, said)
        response.headers["Tagana-File"] = str(said)
        response.headers["Tagana-Tag"] = tag.hex()
        response.headers["Cache-Control"] = "no-store"
        return response


def _is_elsewhere(asked: Asked, said: Said) -> bool:
    return asked.brings and said.state == "part" and said.have != asked.first + len(asked.piece)


def _plain(said: Said) -> dict[str, object]:
    return {"state": said.state, "have": said.have, "total": said.total, "at": said.at}


def _read(given: Request, name: str, *, brings: bool) -> tuple[Asked, Credentials]:
    """What is asked, and who says so. Raises Problem."""
    digest = digest_of(name)
    credentials = read_credentials(given.headers.get("Authorization", ""))
    if credentials is None or credentials.unit >= 1 << 16:
        raise Problem(401, "a unit signs each request", scheme=SCHEME)
    who = {"unit": credentials.unit, "digest": digest, "nonce": credentials.nonce}
    if not brings:
        return Asked(**who), credentials  # type: ignore[arg-type]
    if (given.content_length or 0) > PIECE_MOST:
        raise Problem(413, f"at most {PIECE_MOST} bytes a piece")
    piece = given.get_data()
    place = place_in(given.headers.get("Content-Range", ""), len(piece))
    if place is None:
        raise Problem(400, "Content-Range: bytes first-last/total, as long as the body")
    return Asked(**who, first=place.first, total=place.total, piece=piece), credentials  # type: ignore[arg-type]


def digest_of(name: str) -> bytes:
    """The SHA-256 that an address names. Raises Problem 404."""
    digest = digest_named(name)
    if digest is None:
        raise Problem(404, "a file is named by its SHA-256 in hexadecimal, lower case")
    return digest
