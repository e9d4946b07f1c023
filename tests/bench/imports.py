"""How long an import of 5,000 lines takes altogether: sent, read, checked, shown, saved, shown, by a real unit over HTTP."""

import http.client
import os
import re
import time
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from openpyxl import Workbook

from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.store import journal
from tests.bench import stage
from tests.bench.rows import Row

LINES, GOAL_S = 5_000, 10.0
HEAD = (
    "Barang",
    "Jumlah",
    "Satuan",
    "Isi per kemasan",
    "Batch",
    "Kedaluwarsa",
    "Sumber dana",
    "Tahun",
    "Harga satuan",
)
EDGE = "batas-isian-bench"
HOW = (
    f"{LINES} baris x {len(HEAD)} kolom (mi, beras, selimut; batch sendiri tiap baris) dikirim ke tagana web di proses sendiri, satu koneksi: "
    "POST berkas, GET pemeriksaan, POST simpan, GET hasil, semuanya sampai byte terakhir; 125 surat, satu transaksi"
)


def rows() -> list[Row]:
    return [_row("CSV", _csv()), _row("XLSX", _xlsx())]


def _row(kind: str, content: bytes) -> Row:
    parts = _parts_s(f"stok.{kind.lower()}", content)
    cpu_s = parts.pop("CPU")
    took = sum(parts.values())
    told = ", ".join(f"{name} {part:.2f} s" for name, part in parts.items())
    name = f"impor {LINES} baris {kind}, semuanya"
    return Row(
        name,
        round(took, 2),
        "s",
        goal=f"< {GOAL_S:.0f} s",
        met=took < GOAL_S,
        how=f"{HOW}; {told}; {cpu_s:.2f} s CPU dengan mulainya",
    )


def _lines() -> list[tuple[str, ...]]:
    made = (
        ("mi instan", "5", "dus", "40", "{}", "31/12/2027", "APBN", "2026", "2.500"),
        ("BRS", "1,5", "ton", "", "{}", "", "donasi", "2026", ""),
        ("selimut", "2", "kodi", "", "{}", "", "APBD kab/kota", "2025", ""),
    )
    return [tuple(cell.format(f"B{n}") for cell in made[n % 3]) for n in range(LINES)]


def _csv() -> bytes:
    return "\r\n".join(";".join(row) for row in (HEAD, *_lines())).encode()


def _xlsx() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Stok")
    for row in (HEAD, *_lines()):
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _parts_s(name: str, content: bytes) -> dict[str, float]:
    with stage.folder() as root:
        with stage.unit_store(stage.config_of(root)) as store:
            place = Place(nama="Lumbung", jenis="lumbung", unit=stage.UNIT, kode="LB")
            lumbung = str(journal.append(store, place, stamp=stage.stamp(1_795_312_800)).ref)
        with stage.running(stage.tagana(stage.settings_file(root), "web"), root, "web") as web:
            address = urlsplit(stage.awaited(lambda: stage.address_in(web), web))
            conn = http.client.HTTPConnection(str(address.hostname), address.port)
            found = _imported(conn, name, content, lumbung)
            conn.close()
            found["CPU"] = _cpu_s(web.pid)
        _demand_all(root)
    return found


def _cpu_s(pid: int) -> float:
    """What the process has used, from its start on (proc_pid_stat(5), utime and stime)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _imported(conn: http.client.HTTPConnection, name: str, content: bytes, lumbung: str) -> dict[str, float]:
    form = _form({"jenis": "saldo_awal", "gudang": lumbung}, name, content)
    read_s, page = _asked(conn, "POST", "/stok/impor", form, f"multipart/form-data; boundary={EDGE}")
    found = re.search(r'href="([^"]+)" data-lanjut', page)
    assert found, page[-800:]
    checked_s, page = _asked(conn, "GET", found[1])
    assert "Simpan 5.000 baris" in page, page[-800:]
    saved_s, page = _asked(
        conn, "POST", found[1], urlencode({}).encode(), "application/x-www-form-urlencoded"
    )
    assert "5.000 baris tersimpan" in page, page[-800:]
    shown_s, _ = _asked(conn, "GET", found[1])
    return {"dibaca": read_s, "diperiksa": checked_s, "disimpan": saved_s, "hasil": shown_s}


def _form(values: dict[str, str], name: str, content: bytes) -> bytes:
    head = 'Content-Disposition: form-data; name="{}"'
    parts = [f"--{EDGE}\r\n{head.format(key)}\r\n\r\n{value}\r\n".encode() for key, value in values.items()]
    file = f'--{EDGE}\r\n{head.format("berkas")}; filename="{name}"\r\n\r\n'.encode()
    return b"".join((*parts, file, content, f"\r\n--{EDGE}--\r\n".encode()))


def _asked(
    conn: http.client.HTTPConnection, method: str, path: str, body: bytes = b"", kind: str = "text/plain"
) -> tuple[float, str]:
    began = time.perf_counter()
    conn.request(method, path, body, {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"})
    answer = conn.getresponse()
    said = answer.read().decode()
    assert answer.status == 200, (path, answer.status, said[-800:])
    return time.perf_counter() - began, said


def _demand_all(root: Path) -> None:
    with stage.unit_store(stage.config_of(root)) as store:
        kept = journal.entries(store, Movement, limit=2 * LINES)
    assert len(kept) == LINES, len(kept)
