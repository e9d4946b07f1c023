"""Many pages of this app in one answer: a tablet that is to keep them all asks once."""

from collections.abc import Iterable

from flask import Response, abort, current_app, jsonify, request


def packed(addresses: Iterable[str]) -> Response:
    """Address, headers and text of each, as whoever asks would get it alone; ends with the status of the first that is not 200."""
    return jsonify([_answer(one) for one in addresses])


def _answer(address: str) -> tuple[str, dict[str, str], str]:
    asked = {**request.environ, "PATH_INFO": address, "QUERY_STRING": ""}
    with current_app.request_context(asked):
        answer = current_app.full_dispatch_request()
    if answer.status_code != 200:
        abort(answer.status_code)
    return address, dict(answer.headers), answer.get_data(as_text=True)
