"""What residents are told, as one WhatsApp message: plain text, no distances, since nobody knows where it is read."""

from collections.abc import Iterator

from field_node.web.residents.board import Board
from field_node.web.residents.words import (
    FROM_BMKG,
    HOW_TO_REPORT,
    IN_DANGER,
    NO_FORECAST,
    NO_PLACE,
    NO_WARNING,
    OLD_FORECAST,
)

MOST = 1_500
CUT = "(lainnya ada di posko)"


def message(board: Board, address: str) -> str:
    """At most 1,500 characters; places and weather that no longer fit are left out, contacts and the end never."""
    last = "\n".join(_end(board, address))
    kept: list[str] = []
    for line in _lines(board):
        if sum(len(one) + 1 for one in kept) + len(line) + len(CUT) + len(last) + 2 > MOST:
            kept.append(CUT)
            break
        kept.append(line)
    return "\n".join([*kept, last])


def _lines(board: Board) -> Iterator[str]:
    yield "*INFO WARGA*"
    yield f"Per {board.at}"
    yield ""
    yield "*Peringatan*"
    for one in board.warnings:
        yield f"*{one.title}*{f' ({one.severity})' if one.severity else ''}"
        yield f"{one.when}. {' '.join(one.means)}"
        yield f"Dikirim {one.sent}. Sumber: {one.source}"
    if not board.warnings:
        yield NO_WARNING
    yield ""
    for label, spots in board.places:
        yield f"*{label}*"
        yield from (f"- {spot.name}{f', {spot.where}' if spot.where else ''}" for spot in spots)
    if not board.places:
        yield NO_PLACE
    yield ""
    yield from _weather(board)


def _weather(board: Board) -> Iterator[str]:
    """Its source stands in its first line: no line of it goes without."""
    yield f"*Prakiraan cuaca* ({FROM_BMKG})" if board.forecasts else "*Prakiraan cuaca*"
    for one in board.forecasts:
        yield f"{one.where}, dibuat {one.issued}{f' ({OLD_FORECAST})' if one.old else ''}"
        yield from (f"- {span.when}: {span.text}" for span in one.spans)
    if not board.forecasts:
        yield NO_FORECAST


def _end(board: Board, address: str) -> Iterator[str]:
    yield ""
    yield "*Melapor orang hilang atau kebutuhan*"
    yield HOW_TO_REPORT[0]
    yield IN_DANGER
    yield from (f"- {contact}" for contact in board.contacts)
    if address:
        yield f"Halaman info (lewat Wi-Fi posko): {address}"
    yield f"_{board.unit}_"
