"""The door for files over a real socket: who may bring what, each byte once, and an answer that nobody can fake."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import requests
from sqlalchemy import update

from field_node.records.correction import Void
from field_node.records.kinds import Ref
from sync.center import enrolment
from sync.center.dialect import writing
from sync.center.files.door import PIECE_MOST
from sync.center.limits import Limits, Rate
from sync.center.schema import UNIT
from sync.center.store import Center, open_center
from sync.seal.files import Asked, Credentials, Said, fits, read_credentials, read_said
from tests.pictures import a_jpeg, a_png
from tests.sync.center.files.bringing import Bringer, a_photo, said_by
from tests.sync.center.parts import NOW, SealingUnit, bring
from tests.sync.center.serving import served

CONTENT = a_jpeg(20_000)
DIGEST = sha256(CONTENT).digest()


@pytest.fixture
def address(center: Center) -> Iterator[str]:
    with served(center) as found:
        yield found


@pytest.fixture
def bringer(center: Center, unit: SealingUnit, address: str) -> Bringer:
    """Its record is here already."""
    bring(center, *unit.frames([unit.entry(a_photo(CONTENT))]))
    return Bringer(unit.keys, address)


def test_a_photo_comes_in_pieces_and_is_whole_at_its_end(bringer: Bringer, center: Center) -> None:
    assert said_by(bringer.head(DIGEST)) == Said("part", 0, len(CONTENT))
    answers = bringer.all(CONTENT)
    assert {answer.status_code for answer in answers} == {200}
    assert [said_by(one).have for one in answers[:2]] == [4_000, 8_000]
    assert said_by(answers[-1]) == Said("complete", len(CONTENT), len(CONTENT), NOW)
    files = [path for path in center.files.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [DIGEST.hex()]
    assert CONTENT[100:140] not in files[0].read_bytes(), "locked at rest"


def test_who_lost_the_answer_hears_what_is_there_and_goes_on_from_it(bringer: Bringer) -> None:
    bringer.put(CONTENT, 0, 9_000)
    again = bringer.put(CONTENT, 0, 9_000)
    assert (again.status_code, said_by(again)) == (200, Said("part", 9_000, len(CONTENT)))
    ahead = bringer.put(CONTENT, 12_000, 14_000)
    assert (ahead.status_code, said_by(ahead)) == (409, Said("part", 9_000, len(CONTENT)))
    assert said_by(bringer.head(DIGEST)).have == 9_000
    assert said_by(bringer.put(CONTENT, 9_000)).state == "complete"


def test_what_is_there_is_answered_at_once_and_not_taken_again(bringer: Bringer) -> None:
    bringer.all(CONTENT)
    whole = Said("complete", len(CONTENT), len(CONTENT), NOW)
    assert said_by(bringer.head(DIGEST)) == whole
    assert said_by(bringer.put(CONTENT, 0, 10)) == whole


def test_a_photo_that_no_entry_names_is_not_taken(bringer: Bringer, center: Center) -> None:
    other = a_jpeg(seed=2)
    answer = bringer.put(other)
    assert (answer.status_code, said_by(answer).state) == (404, "unknown")
    assert said_by(bringer.head(sha256(other).digest())).state == "unknown"
    assert not center.files.exists()


def test_a_photo_that_was_taken_back_is_not_taken(
    bringer: Bringer, center: Center, unit: SealingUnit
) -> None:
    bring(center, *unit.frames([unit.entry(Void(entri=Ref(unit.keys.unit, 1), alasan="keliru"))]))
    assert said_by(bringer.put(CONTENT)).state == "unknown"


def test_one_unit_cannot_bring_what_another_names(center: Center, bringer: Bringer) -> None:
    other = Bringer(SealingUnit.enrolled(center, "Lain").keys, bringer.address)
    assert said_by(other.put(CONTENT)).state == "unknown"


def test_what_two_units_name_comes_once_and_both_are_told(
    center: Center, bringer: Bringer, unit: SealingUnit
) -> None:
    second = SealingUnit.enrolled(center, "Lain")
    bring(center, *second.frames([second.entry(a_photo(CONTENT))]))
    bringer.put(CONTENT, 0, 100)
    assert said_by(Bringer(second.keys, bringer.address).head(DIGEST)).have == 0, "each gathers its own"
    bringer.put(CONTENT, 100)
    assert said_by(Bringer(second.keys, bringer.address).head(DIGEST)).state == "complete"


def test_a_file_that_is_not_what_its_name_says_is_thrown_away(bringer: Bringer, center: Center) -> None:
    bent = CONTENT[:-3] + b"\0" + CONTENT[-2:]
    answer = bringer.put(bent, digest=DIGEST)
    assert (answer.status_code, said_by(answer)) == (422, Said("wrong", 0, len(CONTENT)))
    assert said_by(bringer.head(DIGEST)).have == 0
    assert said_by(bringer.put(CONTENT)).state == "complete", "and the right one is taken after it"


def test_what_is_no_picture_or_another_kind_is_thrown_away(
    center: Center, unit: SealingUnit, address: str
) -> None:
    script, png = b"<svg onload=alert(1)>" * 9, a_png()
    bring(center, *unit.frames([unit.entry(a_photo(one)) for one in (script, png)]))
    bringer = Bringer(unit.keys, address)
    assert said_by(bringer.put(script)).state == "wrong"
    assert said_by(bringer.put(png)).state == "wrong", "its entry says jpeg"


def test_another_size_than_its_entry_says_is_refused_before_it_is_taken(
    bringer: Bringer, center: Center
) -> None:
    for other in (CONTENT + b"x", CONTENT[:-1]):
        answer = bringer.put(other, 0, 100, digest=DIGEST)
        assert (answer.status_code, said_by(answer)) == (422, Said("size", 0, len(CONTENT)))
    assert not center.files.exists()


def test_only_the_unit_itself_can_write_a_request(bringer: Bringer, center: Center) -> None:
    asked = bringer.asked(CONTENT, 0, 100)
    right = asked.tag(bringer.keys.root, bringer.keys.operation)
    for bent in (
        replace(asked, piece=b"x" * 100),
        replace(asked, digest=bytes(32)),
        replace(asked, total=len(CONTENT) + 1),
        replace(asked, nonce=bytes(16)),
    ):
        assert bringer.send(bent, tag=right).status_code == 401
    assert bringer.send(replace(asked, first=100), tag=right).status_code == 401
    stranger = Bringer(replace(bringer.keys, root=bytes(32)), bringer.address)
    answer = stranger.put(CONTENT, 0, 100)
    assert answer.status_code == 401 and "Tagana-Tag" not in answer.headers
    assert answer.headers["WWW-Authenticate"] == "Tagana"
    assert Bringer(replace(bringer.keys, unit=99), bringer.address).put(CONTENT).status_code == 401
    assert requests.put(bringer.url(DIGEST), data=b"x", timeout=10).status_code == 401
    assert not center.files.exists()


def test_an_answer_is_of_this_request_alone(bringer: Bringer) -> None:
    one, other = bringer.asked(CONTENT, 0, 100), bringer.asked(CONTENT, 0, 100)
    answer = bringer.send(one)
    given, said = bytes.fromhex(answer.headers["Tagana-Tag"]), said_by(answer)
    root, operation = bringer.keys.root, bringer.keys.operation
    assert fits(given, one.answer_tag(root, operation, said))
    assert not fits(given, other.answer_tag(root, operation, said))
    assert not fits(given, one.answer_tag(root, operation, replace(said, state="complete")))
    assert not fits(given, one.tag(root, operation))


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("", 400),
        ("bytes 0-99/100000000000", 400),
        ("bytes 5-3/100", 400),
        ("bytes 0-99/50", 400),
        ("bytes 0-9/20000", 400),
        ("items 0-99/20000", 400),
    ],
)
def test_a_range_that_is_not_of_the_body_is_a_bad_request(bringer: Bringer, header: str, status: int) -> None:
    asked = bringer.asked(CONTENT, 0, 100)
    headers = {**bringer.signed(asked), "Content-Range": header}
    answer = requests.put(bringer.url(DIGEST), data=asked.piece, headers=headers, timeout=10)
    assert answer.status_code == status


def test_a_large_piece_is_refused(bringer: Bringer) -> None:
    assert bringer.put(bytes(PIECE_MOST + 1)).status_code == 413


@pytest.mark.parametrize("name", ["0" * 63, "0" * 65, "A" * 64, "%2e%2e", "x"])
def test_only_a_digest_is_a_name(bringer: Bringer, name: str) -> None:
    assert requests.put(f"{bringer.address}/v1/files/{name}", data=b"x", timeout=10).status_code == 404


def test_a_revoked_unit_is_told_so_and_brings_nothing(bringer: Bringer, center: Center) -> None:
    bringer.put(CONTENT, 0, 100)
    enrolment.revoke(center, bringer.keys.unit, now=NOW)
    answer = bringer.put(CONTENT, 100)
    assert (answer.status_code, said_by(answer).state) == (403, "revoked")
    assert said_by(bringer.head(DIGEST)).state == "revoked"


def test_of_a_cloned_card_nothing_is_taken_until_a_person_decides(bringer: Bringer, center: Center) -> None:
    with center.lock, writing(center.writer) as conn:
        conn.execute(update(UNIT).values(quarantined_at=NOW))
    assert said_by(bringer.put(CONTENT)).state == "quarantined"


def test_a_unit_brings_no_more_than_its_share(center: Center, unit: SealingUnit) -> None:
    second = a_jpeg(20_000, seed=3)
    bring(center, *unit.frames([unit.entry(a_photo(one)) for one in (CONTENT, second)]))
    with served(center, Limits(files_of_unit=30_000)) as address:
        bringer = Bringer(unit.keys, address)
        assert said_by(bringer.put(CONTENT)).state == "complete"
        answer = bringer.put(second)
        assert (answer.status_code, said_by(answer).state) == (403, "quota")
        assert said_by(bringer.put(second, 0, 5_000)).have == 5_000


def test_too_much_at_once_is_asked_to_wait(center: Center, unit: SealingUnit) -> None:
    bring(center, *unit.frames([unit.entry(a_photo(CONTENT))]))
    with served(center, Limits(file_bytes=Rate(5_000, 1_000))) as address:
        bringer = Bringer(unit.keys, address)
        assert bringer.put(CONTENT, 0, 9_000).status_code == 200
        answer = bringer.put(CONTENT, 9_000)
        assert answer.status_code == 429 and 1 <= int(answer.headers["Retry-After"]) <= 6


def test_a_center_without_room_says_so_and_keeps_what_it_has(center: Center, unit: SealingUnit) -> None:
    bring(center, *unit.frames([unit.entry(a_photo(CONTENT))]))
    with served(center) as address:
        Bringer(unit.keys, address).put(CONTENT, 0, 9_000)
    with served(center, Limits(file_floor=1 << 60)) as address:
        answer = Bringer(unit.keys, address).put(CONTENT, 9_000)
        assert (answer.status_code, said_by(answer)) == (507, Said("full", 9_000, len(CONTENT)))


def test_a_folder_that_cannot_be_written_is_no_error_of_the_server(bringer: Bringer, center: Center) -> None:
    center.files.write_text("not a folder")
    assert said_by(bringer.put(CONTENT)).state == "full"


def test_what_was_begun_goes_on_after_the_center_began_anew(tmp_path: Path, founded: Path) -> None:
    folder = Path(shutil.copytree(founded, tmp_path / "lain"))
    center = open_center(folder)
    unit = SealingUnit.enrolled(center)
    bring(center, *unit.frames([unit.entry(a_photo(CONTENT))]))
    with served(center) as address:
        Bringer(unit.keys, address).put(CONTENT, 0, 9_000)
    center.close()
    center = open_center(folder)
    with served(center) as address:
        assert said_by(Bringer(unit.keys, address).put(CONTENT, 9_000)).state == "complete"
    center.close()


def test_words_that_are_not_ours_say_nothing() -> None:
    ours = Credentials(3, bytes(16), bytes(16))
    assert read_credentials(str(ours)) == ours and read_said(str(Said("part", 1, 2, 3))) == Said(
        "part", 1, 2, 3
    )
    for text in ("", "Bearer x", str(ours) + " ", str(ours).replace("unit=3", "unit=-3")):
        assert read_credentials(text) is None
    for text in ("", "state=good, have=1, total=1, at=1", "state=part", "state=part, have=x, total=1, at=1"):
        assert read_said(text) is None
    assert Asked(unit=1, digest=bytes(32), nonce=bytes(16)).brings is False
