"""Error pages: what happened, what is safe, what to do; nothing is called saved that is not."""

import logging
import sqlite3
from dataclasses import dataclass

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from field_node.store.errors import (
    NotEnrolled,
    StoreBroken,
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreReadOnly,
    named,
)
from field_node.web.choices import theme_of
from field_node.web.said.language import _, later
from field_node.web.typed import shown

_log = logging.getLogger(__name__)
_WRITES = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of trouble as a page tells it; `unsaved` is said instead when something was being saved."""

    status: int
    heading: str
    sentence: str
    unsaved: str = ""


HTTP = {
    400: Fault(
        400,
        later("Permintaan tidak dimengerti"),
        later("Formulir ini tidak bisa dibaca. Buka lagi dari Beranda."),
    ),
    403: Fault(
        403, later("Tidak boleh"), later("Permintaan ini tidak datang dari halaman unit ini, jadi ditolak.")
    ),
    404: Fault(404, later("Tidak ditemukan"), later("Halaman ini tidak ada di unit.")),
    405: Fault(
        405,
        later("Tidak bisa begitu"),
        later("Halaman ini tidak bisa dibuka dengan cara itu. Mulai lagi dari Beranda."),
    ),
    413: Fault(
        413,
        later("Terlalu besar"),
        later("Isian terlalu besar, jadi belum tersimpan. Persingkat lalu simpan lagi."),
    ),
    421: Fault(
        421, later("Alamat tidak dikenal"), later("Buka halaman unit dengan alamat yang tertulis pada unit.")
    ),
    500: Fault(
        500,
        later("Ada gangguan di unit"),
        later(
            "Halaman ini tidak bisa ditampilkan. Data yang sudah tersimpan aman. Coba lagi, atau hubungi teknisi."
        ),
        later(
            "Ada gangguan saat menyimpan. Lihat daftarnya dulu: catatan ini mungkin belum tersimpan. Lalu coba lagi."
        ),
    ),
}
FULL = later(
    "Memori penuh. Hubungi teknisi: berkas lain di kartu harus dihapus dulu, baru bisa ekspor ke USB."
)
STORE: dict[type[StoreError], Fault] = {
    StoreFull: Fault(
        507,
        later("Memori penuh"),
        FULL,
        later("Belum tersimpan: memori penuh. Catat di kertas, lalu hubungi teknisi."),
    ),
    StoreReadOnly: Fault(
        503,
        later("Unit tidak bisa menyimpan"),
        later("Kartu memori hanya bisa dibaca. Data lama masih bisa dilihat. Hubungi teknisi."),
        later("Belum tersimpan: kartu memori hanya bisa dibaca. Catat di kertas, lalu hubungi teknisi."),
    ),
    StoreBusy: Fault(
        503,
        later("Unit sedang sibuk"),
        later("Penyimpanan sedang dipakai. Coba lagi sebentar."),
        later("Belum tersimpan: penyimpanan sedang sibuk. Kembali, lalu ketuk Simpan lagi."),
    ),
    StoreCorrupt: Fault(
        503,
        later("Data unit rusak"),
        later(
            "Berkas data unit rusak. Jangan matikan unit, hubungi teknisi. Yang sudah diterima pusat aman di pusat."
        ),
        later("Belum tersimpan: berkas data unit rusak. Catat di kertas, lalu hubungi teknisi."),
    ),
    StoreBroken: Fault(
        503,
        later("Kartu memori gagal"),
        later("Kartu memori gagal menulis. Unit akan mencoba mulai lagi sendiri. Hubungi teknisi."),
        later("Belum tersimpan: kartu memori gagal menulis. Catat di kertas, lalu hubungi teknisi."),
    ),
    NotEnrolled: Fault(
        503,
        later("Unit belum terdaftar"),
        later("Unit ini belum punya nomor. Daftarkan dulu dengan berkas dari pusat."),
        later(
            "Belum tersimpan: unit ini belum terdaftar, jadi catatan belum bisa diberi nomor. Hubungi teknisi."
        ),
    ),
}
UNKNOWN = Fault(
    503,
    later("Penyimpanan bermasalah"),
    later("Data unit tidak bisa dibuka. Hubungi teknisi."),
    later("Belum tersimpan: data unit tidak bisa dibuka. Hubungi teknisi."),
)


def register(app: Flask) -> None:
    """Every error of a request ends in one of these pages."""
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(StoreError, _on_store)
    app.register_error_handler(sqlite3.Error, _on_sqlite)


def fault_of(error: StoreError) -> Fault:
    """The page of a store's trouble."""
    return STORE.get(type(error), UNKNOWN)


def _on_http(error: HTTPException) -> tuple[str | Response, int]:
    fault = HTTP.get(error.code or 500)
    if fault is None:
        fault = Fault(
            error.code or 500, _("Permintaan ditolak"), _("Unit tidak bisa melayani permintaan ini.")
        )
    told = error.description if _is_ours(error) else None
    if fault.status == 500:
        _log.error("request failed: %s %s", request.method, request.endpoint)
    return _page(fault, told)


def _is_ours(error: HTTPException) -> bool:
    """True when a view gave the sentence itself: those of the library are English."""
    return (
        error.description is not None
        and error.description != type(error).description
        and (error.code or 500) < 500
    )


def _on_store(error: StoreError) -> tuple[str | Response, int]:
    _log.error("store: %s in %s", type(error).__name__, request.endpoint)
    return _page(fault_of(error))


def _on_sqlite(error: sqlite3.Error) -> tuple[str | Response, int]:
    ours = named(error)
    if ours is not None:
        return _on_store(ours)
    _log.error("sqlite: %s in %s", getattr(error, "sqlite_errorname", error), request.endpoint)
    return _page(HTTP[500])


def _page(fault: Fault, told: str | None = None) -> tuple[str | Response, int]:
    saving = request.method in _WRITES and fault.status != 403
    sentence = told or _(fault.unsaved if saving and fault.unsaved else fault.sentence)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(kalimat=sentence), fault.status
    kept = shown(request.form) if saving and fault.status in (500, 503, 507) else []
    page = render_template(
        "galat.html", heading=_(fault.heading), sentence=sentence, theme=theme_of(request), kept=kept
    )
    return page, fault.status
