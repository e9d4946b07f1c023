"""The sealed file of a backup: whoever lacks the keys reads and changes nothing."""

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.backup import box
from sync.backup.box import Facts, Opener
from sync.backup.errors import NotABackup, OtherKey
from sync.seal.keys import OperationKeys, UnitKeys

OPERATION = OperationKeys(
    operation=b"gladi-01",
    start=0,
    master=bytes(32),
    sign_private=bytes(range(32)),
    box_private=bytes([7] * 32),
)
KEYS = OPERATION.for_unit(3, [0])
FACTS = Facts(
    operation=KEYS.operation.hex(),
    unit=3,
    name="Tagana Indramayu 1",
    made_at=1_795_000_000,
    trusted=True,
    entries=9,
    own=5,
    next_form=6,
    next_track=1 << 31,
    version="0.4",
)


def sealed(content: bytes, keys: UnitKeys = KEYS) -> bytes:
    file = _File()
    sealer = box.begin(file, FACTS, keys)
    for at in range(0, len(content), 50_000):
        sealer.write(content[at : at + 50_000])
    sealer.close()
    return file.getvalue()


class _File(io.BytesIO):
    """In memory: nothing to bring to a disk."""

    def fileno(self) -> int:
        import os
        import tempfile

        with tempfile.TemporaryFile() as file:
            return os.dup(file.fileno())


def opened(data: bytes) -> bytes:
    file = io.BytesIO(data)
    facts, about = box.read_head(file)
    opener = Opener(file, box.key_of_unit(facts, KEYS), about)
    pieces = []
    while piece := opener.read(30_000):
        pieces.append(piece)
    return b"".join(pieces)


@pytest.mark.parametrize("size", [0, 1, box.PIECE - 1, box.PIECE, box.PIECE + 1, 3 * box.PIECE])
def test_what_was_sealed_comes_out_again(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    assert opened(sealed(content)) == content


def test_neither_content_nor_key_can_be_seen() -> None:
    data = sealed(b"Balai Desa Contoh" * 1_000)
    assert b"Balai Desa" not in data
    assert KEYS.root not in data


WHOLE = sealed(b"isi " * 40_000)
HEAD = 8 + 4 + int.from_bytes(WHOLE[8:12], "big")


@given(st.integers(8, len(WHOLE) - 1), st.integers(0, 7))
def test_a_bit_that_flipped_is_always_noticed(at: int, bit: int) -> None:
    bent = bytearray(WHOLE)
    bent[at] ^= 1 << bit
    with pytest.raises((NotABackup, OtherKey)):
        opened(bytes(bent))


@given(st.integers(0, len(WHOLE) - 1))
def test_a_file_that_was_cut_is_never_taken_for_a_whole_one(end: int) -> None:
    with pytest.raises((NotABackup, OtherKey)):
        opened(WHOLE[:end])


def test_pieces_cannot_change_places() -> None:
    step = box.PIECE + box.TAG
    first, second = WHOLE[HEAD : HEAD + step], WHOLE[HEAD + step : HEAD + 2 * step]
    with pytest.raises(NotABackup):
        opened(WHOLE[:HEAD] + second + first + WHOLE[HEAD + 2 * step :])


def test_another_unit_and_another_operation_are_refused_by_name() -> None:
    facts = box.read_head(io.BytesIO(WHOLE))[0]
    with pytest.raises(OtherKey, match="milik unit 3"):
        box.key_of_unit(facts, OPERATION.for_unit(4, [0]))
    with pytest.raises(OtherKey, match="milik unit 3"):
        box.key_of_unit(facts, replace(KEYS, operation=b"gladi-02"))
    with pytest.raises(OtherKey, match="kunci lain"):
        box.key_of_unit(facts, replace(KEYS, root=bytes(32)))


def test_the_center_opens_it_and_its_code_can_be_typed() -> None:
    facts = box.read_head(io.BytesIO(WHOLE))[0]
    key = box.key_of_center(facts, OPERATION.box_private)
    assert key == box.key_of_unit(facts, KEYS)
    code = box.code_of(key)
    assert box.key_of_code(f"  {code.lower().replace('-', ' ')} ") == key
    for wrong in (code[:-1], code[:3] + ("B" if code[3] != "B" else "C") + code[4:], "", "0189"):
        with pytest.raises(OtherKey, match="salah ketik"):
            box.key_of_code(wrong)
    with pytest.raises(OtherKey, match="pusat"):
        box.key_of_center(facts, bytes([9] * 32))


@pytest.mark.parametrize(
    "data", [b"", b"TGNFRM1\n", b"TGNBAK1\n", b"TGNBAK1\n\0\0\0\2{}", b"TGNBAK1\n\xff\xff\xff\xff"]
)
def test_other_files_are_no_backups(data: bytes) -> None:
    with pytest.raises(NotABackup):
        box.read_head(io.BytesIO(data))
