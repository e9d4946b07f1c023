"""What others read: /v1/records, /v1/views, the renewed leaves of units, health and the OpenAPI document."""

import gzip
import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import msgspec
from flask import Blueprint, Response, request

from sync.center import formats, tokens
from sync.center.dialect import writing
from sync.center.enrolment import NoSuchUnit, current_leaf
from sync.center.feed import Cursor
from sync.center.names import open_lines
from sync.center.openapi import RELEASE, document
from sync.center.problems import Problem
from sync.center.pull import Page, number_before_reading, read_page
from sync.center.query import MEDIA_TYPES, Query, read_query
from sync.center.state import head, read_operation
from sync.center.store import Center
from sync.center.tokens import Token
from sync.center.views import VIEWS

GZIP_LEVEL = 1
GZIP_FROM = 1_024


class Api:
    """The reading side of one center."""

    def __init__(self, center: Center, clock: Callable[[], float]) -> None:
        self._center, self._clock = center, clock

    def records(self, suffix: str = "") -> Response:
        token = self._reader()
        names = "names" in token.scopes
        form = _format(suffix, ("ndjson", "json", "csv", "geojson"))
        query = read_query({**request.args.to_dict(), "format": form})
        number_before_reading(self._center)
        with self._center.reader.connect() as conn:
            tag = self._tag(conn, form, names)
            if request.if_none_match.contains(tag):
                return _not_modified(tag)
            page = read_page(conn, query, with_private=names)
        lines = self._lines(page, token, names=names)
        response = Response(
            _rendered(form, lines, page.next, query), content_type=formats.CONTENT_TYPES[form]
        )
        response.headers["Link"] = f'<{_next_address(form, page.next)}>; rel="next"'
        return _finished(response, tag)

    def view(self, view: str) -> Response:
        token = self._reader()
        name, _, suffix = view.partition(".")
        form = _format(suffix, ("json", "csv"))
        if name not in VIEWS:
            raise Problem(404, "no such view")
        if set(request.args) - {"format"}:
            raise Problem(400, "a view takes no parameter but format")
        number_before_reading(self._center)
        with self._center.reader.connect() as conn:
            tag = self._tag(conn, form, "names" in token.scopes)
            if request.if_none_match.contains(tag) and name != "peringatan":
                return _not_modified(tag)
            rows = VIEWS[name](conn, int(self._clock()))
        body = msgspec.json.encode({"view": name, "rows": rows}) if form == "json" else _view_csv(rows)
        return _finished(Response(body, content_type=formats.CONTENT_TYPES[form]), tag)

    def leaf(self, number: str) -> Response:
        if not re.fullmatch(r"\d{1,5}", number, re.ASCII):
            raise Problem(404, "no such unit")
        try:
            certificate = current_leaf(self._center, int(number), now=int(self._clock()))
        except NoSuchUnit as error:
            raise Problem(404, "no such unit") from error
        return Response(certificate, content_type="application/x-pem-file")

    def health(self) -> Response:
        with self._center.reader.connect() as conn:
            said = {"status": "ok", "head": head(conn), "incarnation": read_operation(conn).incarnation}
        return Response(msgspec.json.encode(said), content_type="application/json")

    def openapi(self) -> Response:
        return Response(msgspec.json.encode(document()), content_type="application/json")

    def _reader(self) -> Token:
        said, otherwise = request.headers.get("Authorization", ""), "this token may not read the feed"
        with self._center.reader.connect() as conn:
            return tokens.reader(conn, said, "pull", otherwise=otherwise)

    def _tag(self, conn: Any, form: str, names: bool) -> str:
        """Strong: the same bytes for the same address as long as nothing arrived."""
        coding = "gzip" if _wants_gzip() else "identity"
        said = (read_operation(conn).incarnation, head(conn), request.full_path, form, coding, RELEASE, names)
        return sha256(repr(said).encode()).hexdigest()[:32]

    def _lines(self, page: Page, token: Token, *, names: bool) -> list[str]:
        if not names:
            return [row.line for row in page.rows]
        lines, count = open_lines(self._center, page.rows)
        if count:
            with self._center.lock, writing(self._center.writer) as conn:
                tokens.note_reading(
                    conn, token, request.query_string.decode()[:500], count, now=int(self._clock())
                )
        return lines


def api_blueprint(api: Api) -> Blueprint:
    blueprint = Blueprint("api", __name__)
    blueprint.get("/v1/records")(api.records)
    blueprint.get("/v1/records.<suffix>", endpoint="records_as")(api.records)
    blueprint.get("/v1/views/<view>")(api.view)
    blueprint.get("/v1/leaf/<number>")(api.leaf)
    blueprint.get("/v1/openapi.json")(api.openapi)
    blueprint.get("/healthz")(api.health)
    return blueprint


def _format(suffix: str, known: tuple[str, ...]) -> str:
    """By suffix, by `format=`, by Accept; the first of `known` when nothing is asked."""
    asked = suffix or request.args.get("format", "")
    if asked:
        if asked not in known:
            raise Problem(404 if suffix else 400, f"format: one of {', '.join(known)}")
        return asked
    media = {kind: name for kind, name in MEDIA_TYPES.items() if name in known}
    usual = next(kind for kind, name in media.items() if name == known[0])
    if not request.headers.get("Accept", "").strip():
        return known[0]
    best = request.accept_mimetypes.best_match([usual, *media])
    if best is None:
        raise Problem(406, f"one of {', '.join(media)}")
    return media[best]


def _rendered(form: str, lines: list[str], cursor: Cursor, query: Query) -> bytes:
    if form == "ndjson":
        return formats.ndjson(lines)
    if form == "json":
        return formats.whole_json(lines, str(cursor))
    if form == "geojson":
        return formats.geojson(lines, str(cursor))
    return formats.csv_table(lines, query.types, hxl=query.hxl)


def _next_address(form: str, cursor: Cursor) -> str:
    given = {**request.args.to_dict(), "after": str(cursor), "format": form}
    return f"{request.url_root}v1/records?{urlencode(given)}"


def _view_csv(rows: list[dict[str, Any]]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return formats.plain_csv([{name: row.get(name) for name in names} for row in rows], names)


def _not_modified(tag: str) -> Response:
    response = Response(status=304)
    response.set_etag(tag)
    return response


def _wants_gzip() -> bool:
    return request.accept_encodings.quality("gzip") > 0 and "Accept-Encoding" in request.headers


def _finished(response: Response, tag: str) -> Response:
    response.set_etag(tag)
    response.headers["Vary"] = "Accept, Accept-Encoding, Authorization"
    response.headers["Cache-Control"] = "private, no-cache"
    body = response.get_data()
    if _wants_gzip() and len(body) >= GZIP_FROM:
        response.set_data(gzip.compress(body, GZIP_LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
