"""Errors as application/problem+json (RFC 9457)."""

from http import HTTPStatus

import msgspec
from flask import Response


class Problem(Exception):
    """An answer that is not the one asked for. `detail` says what to change; `retry_s` when to come again.

    `scheme`: how one proves who asks (RFC 9110 section 11.6.1), where that is missing.
    """

    def __init__(
        self, status: int, detail: str, *, retry_s: int | None = None, scheme: str = "Bearer"
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.retry_s, self.scheme = status, detail, retry_s, scheme


def answer_problem(problem: Problem) -> Response:
    title = HTTPStatus(problem.status).phrase
    body = {"type": "about:blank", "title": title, "status": problem.status, "detail": problem.detail}
    response = Response(msgspec.json.encode(body), problem.status, content_type="application/problem+json")
    if problem.retry_s is not None:
        response.headers["Retry-After"] = str(problem.retry_s)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = problem.scheme
    return response
