"""The commands of the operator, as typed."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from field_node.config import Config, defaults
from field_node.records.kinds import Moment
from field_node.records.message import Message
from field_node.web.said import texts
from field_node.web.said.times import Zone
from sync.bundle import read_bundle, write_bundle
from sync.center import issue as issue_module
from sync.center import parse as parse_texts
from sync.center.commands import group
from sync.center.console import TYPED
from sync.center.store import open_center
from sync.codec.contents import encode
from sync.enrolment import parse
from sync.seal import UnitKeys
from tests.factories import a_position
from tests.sync.center.parts import SealingUnit

EIGHT_UTC = 1_795_334_400
"""2026-11-22 08.00 UTC"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return defaults(center={"data_dir": str(tmp_path / "pusat"), "url": "https://pusat.example:8443"})


def run(config: Config, *words: str) -> Result:
    return CliRunner().invoke(group, words, obj=config, catch_exceptions=False)


def test_a_center_is_made_once_and_its_secrets_are_its_own(config: Config) -> None:
    assert run(config, "init").exit_code == 0
    assert run(config, "init").exit_code == 1
    secrets = config.center.data_dir / "secrets"
    assert secrets.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in secrets.iterdir() if file.name != "drawn.json"} == {0o600}


def test_without_a_center_every_command_says_so(config: Config) -> None:
    result = run(config, "token", "list")
    assert result.exit_code == 1
    assert "tagana center init" in result.output


def test_a_unit_gets_one_file_that_it_can_read(config: Config, tmp_path: Path) -> None:
    run(config, "init")
    out = tmp_path / "unit.json"
    result = run(
        config, "enroll", "--name", "Tagana Cianjur 1", "--wilayah", "32.03", "--out", str(out), "--qr"
    )
    assert result.exit_code == 0, result.output
    assert out.stat().st_mode & 0o777 == 0o600
    assert out.with_suffix(".png").stat().st_size > 0
    enrolment = parse(out.read_bytes())
    assert (enrolment.keys.unit, enrolment.name, enrolment.center) == (
        1,
        "Tagana Cianjur 1",
        "https://pusat.example:8443",
    )
    assert "PRIVATE KEY" in enrolment.leaf_key


def test_a_wrong_region_or_type_enrolls_nobody(config: Config, tmp_path: Path) -> None:
    run(config, "init")
    out = str(tmp_path / "unit.json")
    assert run(config, "enroll", "--name", "A", "--wilayah", "x", "--out", out).exit_code == 1
    assert run(config, "enroll", "--name", "A", "--types", "nanas", "--out", out).exit_code == 1
    assert not Path(out).exists()


def test_entries_are_issued_from_typed_values(config: Config) -> None:
    run(config, "init")
    made = run(
        config,
        "issue",
        "kejadian",
        "nama=Gladi banjir",
        "jenis=banjir",
        "mulai=2026-11-22T07:00:00+07:00",
        "wilayah=32.03,32.04",
    )
    assert made.stdout.strip() == "0-1"
    place = run(
        config,
        "issue",
        "lokasi",
        "nama=Posko",
        "jenis=posko",
        "lat=-6.5",
        "lon=107.1",
        "publik=ya",
        "--kejadian",
        "0-1",
    )
    assert place.stdout.strip() == "0-2"
    for wrong in (
        ["nanas"],
        ["lokasi", "nama=x", "jenis=istana"],
        ["lokasi", "apa=1"],
        ["sos"],
        ["lokasi", "nama=x"],
    ):
        assert run(config, "issue", *wrong).exit_code == 1
    assert run(config, "issue", "catatan", "isi=aman").stdout.strip() == "0-3"


@pytest.mark.parametrize(
    "typed",
    [
        *("22-11-2026 17.00", "22-11-2026 17:00", "2026-11-22T17:00", "2026-11-22 17:00:00"),
        *("2026-11-22T17:00+09:00", "2026-11-22T08:00Z"),
    ],
)
def test_a_time_is_typed_as_the_refusal_and_the_forms_write_it(tmp_path: Path, typed: str) -> None:
    east = defaults(zone="WIT", center={"data_dir": str(tmp_path / "pusat")})
    run(east, "init")
    made = run(east, "issue", "kejadian", "nama=Gladi", "jenis=banjir", "wilayah=32.03", f"mulai={typed}")
    assert made.stdout.strip() == "0-1", made.output
    assert parse_texts.read_value(Moment(), typed, Zone(east.zone)) == EIGHT_UTC


@pytest.mark.parametrize("typed", ["kemarin", "31-02-2026 17.00", "22-11-2026 25.00", "22-11-2026"])
def test_what_is_no_time_is_refused_with_an_example(config: Config, typed: str) -> None:
    run(config, "init")
    said = error_of(
        config, "issue", "kejadian", "nama=Gladi", "jenis=banjir", "wilayah=32.03", f"mulai={typed}"
    )
    assert "misalnya 22-11-2026 17.00" in said


def test_a_forecast_is_issued_from_typed_values(config: Config) -> None:
    run(config, "init")
    span = ("mulai=2026-11-22T13:00:00+07:00", "sampai=2026-11-22T16:00:00+07:00")
    said = (
        "kode_wilayah=32.12.15",
        *span,
        "cuaca=hujan_ringan",
        "suhu_min=24",
        "suhu_max=31",
        "angin_kmh=12",
    )
    issued = "dibuat=2026-11-22T07:00:00+07:00"
    assert run(config, "issue", "prakiraan", *said, issued).stdout.strip() == "0-1"
    for wrong in (said, (*said, issued, "cuaca=hujan_duit"), (*said, issued, "suhu_max=20")):
        assert run(config, "issue", "prakiraan", *wrong).exit_code == 1


def test_tokens_are_added_listed_and_revoked(config: Config) -> None:
    run(config, "init")
    secret = run(config, "token", "add", "--name", "Kemensos", "--scope", "pull").output.strip()
    token_id = secret.split("_")[1]
    listed = run(config, "token", "list").output
    assert token_id in listed and "berlaku" in listed
    assert secret.split("_")[2] not in listed
    assert run(config, "token", "revoke", token_id).exit_code == 0
    assert run(config, "token", "revoke", token_id).exit_code == 1
    assert "dicabut" in run(config, "token", "list").output
    assert run(config, "token", "add", "--name", "x", "--scope", "nanas").exit_code == 1


def test_a_stick_is_imported_and_carries_the_receipts_back(config: Config, tmp_path: Path) -> None:
    run(config, "init")
    out = tmp_path / "unit.json"
    run(config, "enroll", "--name", "A", "--out", str(out))
    unit = SealingUnit(UnitKeys.from_dict(json.loads(out.read_bytes())))
    stick, receipt = tmp_path / "a.tgn", tmp_path / "b.tgn"
    start = unit.keys.start
    entry = unit.entry(Message(isi="aman"), made_at=start // 60 * 60)
    stick.write_bytes(write_bundle([unit.sealed(encode([entry], start=start, full=True))])[:])
    result = run(config, "import", str(stick), "--out", str(receipt))
    assert result.exit_code == 0, result.output
    slip = unit.slip(read_bundle(receipt.read_bytes()).frames)
    assert slip is not None and slip.upto == 2
    stick.write_bytes(b"halo")
    assert run(config, "import", str(stick)).exit_code == 1


def test_revoking_is_told_to_all_and_begins_an_epoch(config: Config, tmp_path: Path) -> None:
    run(config, "init")
    run(config, "enroll", "--name", "A", "--out", str(tmp_path / "unit.json"))
    assert "nomor 1" in run(config, "revoke", "1").output
    assert run(config, "revoke", "77").exit_code == 1
    center = open_center(config.center.data_dir)
    with center.reader.connect() as conn:
        said = conn.exec_driver_sql("SELECT dicabut FROM unit ORDER BY of_seq").scalars().all()
    center.close()
    assert said == [None, 1]


def test_the_process_serves_and_stops_when_told(config: Config, tmp_path: Path) -> None:
    run(config, "init")
    settings = tmp_path / "node.toml"
    settings.write_text(f'[center]\ndata_dir = "{config.center.data_dir}"\nport = 0\n')
    words = [sys.executable, "-m", "field_node.cli", "--config", str(settings), "center", "serve"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline().startswith("Pusat: http://127.0.0.1:")
        finally:
            process.terminate()
        assert process.wait(20) == 0


def error_of(config: Config, *words: str) -> str:
    result = run(config, *words)
    assert result.exit_code == 1, result.output
    return result.output


def test_what_the_records_rules_refuse_is_not_issued(config: Config) -> None:
    run(config, "init")
    assert "Pilih tugas atau tulis isinya" in error_of(config, "issue", "tugas")
    assert "ISIAN=NILAI" in error_of(config, "issue", "tugas", "isi")
    assert "unit 7 belum terdaftar" in error_of(config, "issue", "tugas", "isi=Jaga", "tujuan=7")
    far = ["issue", "lokasi", "nama=Posko", "jenis=posko", "kode_wilayah=99.99"]
    assert "kode" in error_of(config, *far).lower()
    assert "kejadian" in error_of(config, "issue", "catatan", "isi=x", "--kejadian", "nol")
    assert "apa: " in error_of(config, "issue", "lokasi", "apa=1")
    assert "Isi angka" in error_of(config, "issue", "tugas", "tujuan=dia")
    assert "hanya dicatat oleh unit" in error_of(config, "issue", "sos")
    assert run(config, "issue", "catatan", "isi=x").stdout.strip() == "0-1"


def test_every_code_of_the_console_has_its_sentence() -> None:
    found = re.findall(r'"(\w+)"', " ".join(re.findall(r"(?:InvalidValue|blocks)\([^)]*", sources())))
    assert found
    assert {code for code in found if code not in TYPED and code not in texts.SENTENCES} == set()


def sources() -> str:
    return "".join(
        Path(module.__file__).read_text() for module in (parse_texts, issue_module) if module.__file__
    )


def test_an_order_to_an_enrolled_unit_is_issued(config: Config, tmp_path: Path) -> None:
    run(config, "init")
    run(config, "enroll", "--name", "A", "--out", str(tmp_path / "unit.json"))
    assert run(config, "issue", "tugas", "isi=Jaga", "tujuan=1").stdout.strip() == "0-2"


def test_an_enrolment_that_cannot_be_written_uses_up_no_number(config: Config, tmp_path: Path) -> None:
    run(config, "init")
    out = tmp_path / "unit.json"
    out.write_text("lama")
    assert "sudah ada" in error_of(config, "enroll", "--name", "A", "--out", str(out))
    assert "tidak ada" in error_of(config, "enroll", "--name", "A", "--out", str(tmp_path / "x" / "u.json"))
    free = tmp_path / "b.json"
    assert "99.99 tidak ada" in error_of(
        config, "enroll", "--name", "A", "--wilayah", "99.99", "--out", str(free)
    )
    run(config, "enroll", "--name", "A", "--out", str(free))
    assert (parse(free.read_bytes()).keys.unit, out.read_text()) == (1, "lama")


def test_a_unit_is_revoked_once(config: Config, tmp_path: Path) -> None:
    run(config, "init")
    run(config, "enroll", "--name", "A", "--out", str(tmp_path / "unit.json"))
    run(config, "revoke", "1")
    assert "sudah dicabut" in error_of(config, "revoke", "1")
    center = open_center(config.center.data_dir)
    with center.reader.connect() as conn:
        assert conn.exec_driver_sql("SELECT epoch FROM operation").scalar_one() == 1
    center.close()


def test_an_import_tells_records_from_positions(config: Config, tmp_path: Path) -> None:
    run(config, "init")
    center = open_center(config.center.data_dir)
    unit, stick = SealingUnit.enrolled(center), tmp_path / "a.tgn"
    center.close()
    entries = [unit.entry(Message(isi="aman")), *(unit.entry(a_position()) for _ in range(3))]
    frame = unit.sealed(encode(entries, start=unit.keys.start, full=True))
    stick.write_bytes(write_bundle([frame, frame]))
    said = run(config, "import", str(stick)).output
    assert said.startswith("1 bingkai baru berisi 1 catatan dan 3 posisi; 1 sudah ada, 0 ditahan, 0 ditolak.")
