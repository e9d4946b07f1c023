"""Becoming a unit: the file, its secrets, and what is refused."""

import contextlib
import json
import random
import stat
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from field_node.cli import main
from field_node.file_sum import summed
from field_node.opened import opened_store
from field_node.store.identity import own_unit
from sync import enrolment
from sync.center.enrolment import enroll as enroll_at_center
from sync.center.store import Center
from sync.enrolment import EnrolmentError, NotEnrolled, OtherUnit
from tests.sync.parts import a_config


def a_file(center: Center, name: str = "Gladi") -> bytes:
    return enroll_at_center(center, name, address="http://127.0.0.1:9", now=int(time.time())).to_json()


def test_the_centers_file_makes_a_unit_and_its_secrets_are_for_the_owner_alone(
    center: Center, tmp_path: Path
) -> None:
    config = a_config(tmp_path)
    made = enrolment.enroll(config, a_file(center), replace_other=False)
    assert enrolment.read(config.secrets_dir) == made
    modes = {stat.S_IMODE(path.stat().st_mode) for path in config.secrets_dir.iterdir()}
    assert modes == {0o600}
    assert {path.name for path in config.secrets_dir.iterdir()} >= {"enrolment.json", "ca.pem", "unit.key"}
    with opened_store(config) as store:
        assert own_unit(store) == 1


def test_another_enrolment_is_not_overwritten_without_being_asked_to(center: Center, tmp_path: Path) -> None:
    config = a_config(tmp_path)
    enrolment.enroll(config, a_file(center), replace_other=False)
    other = a_file(center, "Lain")
    with pytest.raises(OtherUnit):
        enrolment.enroll(config, other, replace_other=False)
    assert enrolment.read(config.secrets_dir).keys.unit == 1
    enrolment.enroll(config, other, replace_other=True)
    assert enrolment.read(config.secrets_dir).keys.unit == 2


def test_the_same_file_again_keeps_epochs_that_came_meanwhile(center: Center, tmp_path: Path) -> None:
    config, file = a_config(tmp_path), a_file(center)
    made = enrolment.enroll(config, file, replace_other=False)
    enrolment.keep_epoch(config.secrets_dir, made, 1, bytes(16))
    enrolment.enroll(config, file, replace_other=False)
    assert enrolment.read(config.secrets_dir).keys.epoch == 1


def test_a_damaged_file_gives_way_to_a_new_one_of_the_same_unit_only(center: Center, tmp_path: Path) -> None:
    config, file = a_config(tmp_path), a_file(center)
    enrolment.enroll(config, file, replace_other=False)
    (config.secrets_dir / "enrolment.json").write_bytes(file[:400])
    with pytest.raises(OtherUnit, match="unit 1"):
        enrolment.enroll(config, a_file(center, "Lain"), replace_other=False)
    assert enrolment.enroll(config, file, replace_other=False).keys.unit == 1


def test_a_device_without_a_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotEnrolled, match="belum terdaftar"):
        enrolment.read(tmp_path)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b"\xff\xfe", b"x" * 70_000])
def test_what_is_no_enrolment_file_is_a_sentence(data: bytes) -> None:
    with pytest.raises(EnrolmentError):
        enrolment.parse(data)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("root", "AAAA"),
        ("unit", 0),
        ("groups", {}),
        ("name", 7),
        ("center", "pusat"),
        ("center", "ftp://pusat"),
        ("ca", None),
        ("sign_public", None),
    ],
)
def test_a_damaged_file_names_the_part(center: Center, field: str, value: object) -> None:
    plain = json.loads(a_file(center)) | {field: value}
    with pytest.raises(EnrolmentError, match=field):
        enrolment.parse(json.dumps(plain).encode())


def test_an_https_center_needs_its_ca(center: Center) -> None:
    plain = json.loads(a_file(center)) | {"center": "https://pusat.example", "ca": ""}
    with pytest.raises(EnrolmentError, match="ca"):
        enrolment.parse(json.dumps(plain).encode())


def test_the_command_makes_a_unit_of_a_fresh_machine_and_says_what_it_did(
    center: Center, tmp_path: Path
) -> None:
    settings, file = tmp_path / "node.toml", tmp_path / "unit-1.json"
    settings.write_text(f'data_dir = "{tmp_path}/unit"\nruntime_dir = "{tmp_path}/run"\n')
    file.write_bytes(a_file(center))
    words = ["--config", str(settings), "enroll"]
    said = CliRunner().invoke(main, [*words, str(file)])
    assert said.exit_code == 0, said.output
    for told in (
        "91599 kode wilayah",
        "unit 1 (Gladi)",
        "http://127.0.0.1:9",
        str(tmp_path / "unit/secrets"),
    ):
        assert told in said.output
    doctor = CliRunner().invoke(main, ["--config", str(settings), "doctor"])
    assert doctor.exit_code == 0, doctor.output
    kept = tmp_path / "unit/secrets/enrolment.json"
    for damaged in (kept.read_bytes()[:-20], kept.read_bytes().replace(b'"name": "', b'"name": "X'), b"[]"):
        kept.write_bytes(damaged)
        doctor = CliRunner().invoke(main, ["--config", str(settings), "doctor"])
        assert doctor.exit_code == 1 and "Berkas pendaftaran" in doctor.output


def test_nothing_is_made_for_a_wrong_file(tmp_path: Path) -> None:
    settings, file = tmp_path / "node.toml", tmp_path / "unit-1.json"
    settings.write_text(f'data_dir = "{tmp_path}/unit"\nruntime_dir = "{tmp_path}/run"\n')
    file.write_text("{}")
    said = CliRunner().invoke(main, ["--config", str(settings), "enroll", str(file)])
    assert said.exit_code == 1
    assert not (tmp_path / "unit").exists()


@pytest.mark.parametrize(
    "address",
    [
        "http://x:99999",
        "http://x:0",
        "http://[::1",
        "https://[",
        "http://a b",
        "file:///etc",
        "http://u:p@h",
        "http://u@h",
        "http://x\r\nX: y",
        "http://x/\x00",
        "http://x?y",
        "http://x#y",
        "http://pus\u00e4t",
        "http://\ud800",
    ],
)
def test_only_a_plain_address_of_a_center_is_taken(center: Center, address: str) -> None:
    plain = summed(json.loads(a_file(center)) | {"center": address})
    with pytest.raises(EnrolmentError, match="center"):
        enrolment.parse(json.dumps(plain).encode())


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://[::1]:8090", "http://pusat.tagana.id/a/b"])
def test_plain_addresses_are_taken(center: Center, address: str) -> None:
    plain = summed(json.loads(a_file(center)) | {"center": address})
    assert enrolment.parse(json.dumps(plain).encode()).center == address


@pytest.mark.parametrize("data", [b"[" * 60_000, b'{"a":' * 12_000, b"1" * 6_000, b'{"name": "\\ud800"}'])
def test_what_no_parser_likes_is_a_sentence_too(data: bytes) -> None:
    with pytest.raises(EnrolmentError):
        enrolment.parse(data)


@pytest.mark.parametrize(
    "value", [None, True, -1, 0, 1e308, 2**70, "", "\u00e9", "A" * 5_000, [], {}, "\ud800"]
)
def test_no_value_of_any_part_is_more_than_a_sentence(center: Center, value: object) -> None:
    plain = json.loads(a_file(center))
    for name in plain:
        with contextlib.suppress(EnrolmentError):
            enrolment.parse(json.dumps(summed(plain | {name: value})).encode())


def test_a_file_damaged_in_one_sign_is_said(center: Center) -> None:
    good, chance = a_file(center), random.Random(1)
    for _ in range(500):
        at = chance.randrange(len(good))
        bad = good[:at] + bytes([good[at] ^ 1 << chance.randrange(7)]) + good[at + 1 :]
        with pytest.raises(EnrolmentError):
            enrolment.parse(bad)
