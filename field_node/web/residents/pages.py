"""Info warga: what anybody on the hotspot may read without signing in, and the form by which residents report."""

from typing import cast
from urllib.parse import quote

import segno
from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from field_node.records.kinds import Ref
from field_node.records.picture import PRIVATE_WORDS
from field_node.records.record import InvalidRecord
from field_node.store.sites import sites
from field_node.web.desk import Desk, here
from field_node.web.guard import host_name, open_to_all
from field_node.web.residents import report as resident
from field_node.web.residents import words as info_words
from field_node.web.residents.allowance import Allowance
from field_node.web.residents.board import Board, board, is_shown
from field_node.web.residents.report import Typed
from field_node.web.residents.text import message
from field_node.web.residents.words import PLACES, PRIVATE_TEXT, TOO_MANY, TOO_MANY_IN_ALL
from field_node.web.said.language import stay_indonesian

blueprint = Blueprint("info", __name__)
blueprint.before_request(stay_indonesian)
KEY, KEY_LONGEST = "kunci", 64
MACHINE = ("localhost", "127.0.0.1", "::1")
"""What this machine calls itself: no address for anybody's phone, and no client that can be told from another."""


@blueprint.get("/info")
@open_to_all
def index() -> str:
    """Warnings, places, how to report, contacts."""
    return render_template("residents/info.html", board=board(here()), words=info_words)


@blueprint.get("/info/teks")
@open_to_all
def text() -> str:
    """The same as a message."""
    desk = here()
    said = message(board(desk), _address(desk))
    return render_template("residents/info_teks.html", text=said, link=f"https://wa.me/?text={quote(said)}")


@blueprint.get("/info/poster")
@open_to_all
def poster() -> str:
    """The same on one sheet of A4, with the address of the page as QR."""
    desk = here()
    address = _address(desk)
    shown: Board = board(desk)
    return render_template(
        "residents/info_poster.html",
        board=shown,
        words=info_words,
        address=address,
        qr=_qr(address) if address else "",
    )


@blueprint.get("/info/lapor")
@open_to_all
def form() -> str:
    """The empty form."""
    kind = request.args.get("kategori", "")
    return _form_page(Typed({"kategori": kind}), here().new_key())


@blueprint.post("/info/lapor")
@open_to_all
def send() -> Answer | tuple[str, int]:
    """303 when it was kept; 422 with every typed value; 429 when too many came."""
    desk, client = here(), _client()
    typed, key = resident.read(request.form, _places(desk), resident.asked(desk)), _key()
    if typed.problems:
        return _form_page(typed, key), 422
    refused = _refused(client, desk.now)
    if refused:
        return _form_page(Typed(typed.values, typed.place, {"": refused}), key), 429
    return _kept(desk, typed, key, client)


def _kept(desk: Desk, typed: Typed, key: str, client: str) -> Answer | tuple[str, int]:
    said = {name: [value] for name, value in typed.values.items()}
    try:
        saved = desk.save(
            resident.report(typed, desk), form=desk.form_key(f"warga-{key}", said), incident=None, sure=False
        )
    except InvalidRecord as error:
        private = any(one.code in PRIVATE_WORDS for one in error.notices)
        told = PRIVATE_TEXT if private else desk.sentence(error.notices[0])
        return _form_page(Typed(typed.values, typed.place, {"cerita": told}), desk.new_key()), 422
    _allowance().spend(client, desk.now)
    return redirect(url_for("info.thanks", nomor=str(saved.entry.ref)), 303)


@blueprint.get("/info/lapor/terima")
@open_to_all
def thanks() -> str:
    """Says the number under which the report lies here; nothing of what it says."""
    number = request.args.get("nomor", "")
    return render_template(
        "residents/info_terima.html", number=number if len(number) < 20 else "", words=info_words
    )


def _form_page(typed: Typed, key: str) -> str:
    desk = here()
    return render_template(
        "residents/info_lapor.html",
        typed=typed,
        kunci=key,
        kinds=resident.asked(desk),
        places=_options(desk),
        lengths=resident.LENGTHS,
        sealable=desk.sealable(),
        words=info_words,
    )


def _options(desk: Desk) -> list[tuple[str, str]]:
    """Public places that a report may name: value and name."""
    every = sites(desk.store).places.values()
    shown = [place for place in every if place.kind in PLACES and is_shown(place, desk.now)]
    return [(str(place.ref), place.name) for place in shown]


def _places(desk: Desk) -> dict[str, Ref]:
    return {value: Ref.parse(value) for value, _ in _options(desk)}


def _key() -> str:
    keys = request.form.getlist(KEY)
    if len(keys) != 1 or not 0 < len(keys[0]) <= KEY_LONGEST:
        abort(400, "Formulir ini tidak utuh. Buka lagi halaman Info warga.")
    return keys[0]


def _client() -> str:
    """Who asks; "" behind a proxy on this machine, which hides that."""
    client = request.remote_addr or ""
    return "" if client in MACHINE else client


def _allowance() -> Allowance:
    return cast("Allowance", current_app.extensions.setdefault("allowance", Allowance()))


def _refused(client: str, now: int) -> str:
    """Why this report cannot be taken just now, "" when it can."""
    one, everybody = _allowance().left(client, now)
    return "" if one and everybody else TOO_MANY if everybody else TOO_MANY_IN_ALL


def _address(desk: Desk) -> str:
    """Where phones on the hotspot find the page, "" when only this machine's own name is known."""
    if desk.info.address:
        return desk.info.address
    return "" if host_name(request.host) in MACHINE else url_for("info.index", _external=True)


def _qr(address: str) -> Markup:
    """The address as a drawing; the text of the address is ours or a checked host, and only its bits are drawn."""
    return Markup(segno.make(address, error="m").svg_inline(scale=8, border=4, light="#fff"))  # noqa: S704
