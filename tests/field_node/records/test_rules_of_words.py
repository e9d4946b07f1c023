"""Messages, tasks, reports, warnings and verdicts: what they may not leave out."""

from dataclasses import replace
from typing import Any

import pytest

from field_node.records.forecast import Forecast
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.record import Record
from field_node.records.report import Report, ReportStatus
from field_node.records.task import Task, TaskAnswer
from field_node.records.verification import Verification
from field_node.records.warning import Alert
from tests.factories import NOW, POSKO, Picture, a_headcount, refused, said, sealed

TASK, REPORT, ALERT, COUNT = Ref(0, 21), Ref(0, 22), Ref(0, 23), Ref(7, 24)
A_TASK = Task(isi="Periksa jembatan", tujuan=7)
A_REPORT = Report(kategori="pengungsian", ringkas="Warga di atap")
A_FORECAST = Forecast(
    kode_wilayah="32.12.15",
    mulai=NOW,
    sampai=NOW + 10_800,
    cuaca="hujan_ringan",
    suhu_min=24,
    suhu_max=31,
    dibuat=NOW,
)
AN_ALERT = Alert(jenis="banjir", keparahan="berat", mulai=NOW)


def picture() -> Picture:
    found = Picture()
    found.records |= {TASK: A_TASK, REPORT: A_REPORT, ALERT: AN_ALERT, COUNT: a_headcount()}
    return found


@pytest.mark.parametrize(
    ("broken", "clean", "code"),
    [
        (Message(kepada=3), Message(frasa="tiba"), "catatan_kosong"),
        (Task(tujuan=7), A_TASK, "tugas_kosong"),
        (
            TaskAnswer(tugas=TASK, status="tidak_bisa"),
            TaskAnswer(tugas=TASK, status="dibaca"),
            "alasan_wajib",
        ),
        (Report(kategori="pkh"), A_REPORT, "laporan_kosong"),
        (
            ReportStatus(laporan=REPORT, status="duplikat", duplikat_dari=REPORT),
            ReportStatus(laporan=REPORT, status="selesai"),
            "duplikat_dari_wajib",
        ),
        (
            Verification(entri=COUNT, status="ditolak"),
            Verification(entri=COUNT, status="diverifikasi"),
            "alasan_wajib",
        ),
        (
            Alert(jenis="banjir", keparahan="berat", mulai=NOW, sampai=NOW - 60),
            AN_ALERT,
            "sampai_sebelum_mulai",
        ),
        (replace(A_FORECAST, sampai=NOW), A_FORECAST, "prakiraan_tanpa_rentang"),
        (replace(A_FORECAST, suhu_min=32), replace(A_FORECAST, suhu_max=None), "suhu_terbalik"),
    ],
)
def test_what_says_nothing_is_refused(broken: Record, clean: Record, code: str) -> None:
    assert refused(broken, picture()) == {code}
    assert said(clean, picture()) == set()


@pytest.mark.parametrize(
    ("odd", "clean", "code"),
    [
        (Task(isi="Siaga"), Task(isi="Siaga", posko=POSKO), "tugas_tanpa_tujuan"),
        (
            Task(templat="kirim_barang", tujuan=7, lokasi=POSKO, barang=21),
            Task(templat="kirim_barang", tujuan=7, lokasi=POSKO, barang=21, jumlah=5),
            "tugas_belum_lengkap",
        ),
        (
            Report(kategori="kekerasan", isi="Ibu dipukul"),
            Report(kategori="kekerasan", isi_terlindung=sealed()),
            "isi_perlu_dilindungi",
        ),
        (Message(isi="NIK 3212010101900001"), Message(isi="kode 081200"), "mirip_nik"),
        (Message(isi="telepon 0812-0000-0000"), Message(isi="kantor (0234) 271001"), "mirip_telepon"),
        (Message(isi="WA +62 812 0000 0000"), Message(isi="SJ/0812/2026/00012345"), "mirip_telepon"),
    ],
)
def test_what_is_odd_is_stored_with_a_word(odd: Record, clean: Record, code: str) -> None:
    assert said(odd, picture()) == {code}
    assert said(clean, picture()) == set()


def test_a_newer_warning_takes_the_older_out_of_force() -> None:
    given: dict[str, Any] = {"jenis": "banjir", "keparahan": "berat", "mulai": NOW}
    assert Alert(**given, menggantikan=ALERT).replaces() == ALERT
    assert Alert(**given).replaces() is None
