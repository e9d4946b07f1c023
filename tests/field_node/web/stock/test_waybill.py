"""A surat jalan goes through its QR codes and back; anything else is refused by name."""

from random import Random
from zlib import crc32

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from field_node.records.kinds import Ref, Text
from field_node.records.movement import FUND
from field_node.web.stock import parts
from field_node.web.stock.parts import MissingParts, NewerWaybill, OtherWaybill, joined, parts_in, parts_of
from field_node.web.stock.waybill import (
    InvalidWaybill,
    NotAWaybill,
    Sent,
    TornWaybill,
    Waybill,
    WaybillTooLong,
    text_of,
    waybill_of,
)
from tests.factories import LETTERS, REFS


def texts(most: int) -> st.SearchStrategy[str]:
    made = st.text(st.one_of(LETTERS, st.sampled_from("\\\n\té語🚚")), max_size=most)
    return made.map(lambda one: Text(most).settle(one)).filter(lambda one: 0 < len(one) <= most)


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.one_of(st.none(), strategy)


LINES = st.builds(
    Sent,
    ref=REFS,
    item=st.integers(1, 1023),
    batch=maybe(texts(24)),
    amount=st.integers(1, 10**9),
    kedaluwarsa=maybe(st.integers(0, 2_932_896)),
    sumber_dana=maybe(st.sampled_from(FUND.codes())),
    isi_per_kemasan=maybe(st.integers(0, 99_999)),
)
WAYBILLS = st.builds(
    Waybill,
    nomor=maybe(texts(40)),
    made_at=st.integers(0, 4 * 10**9),
    gudang=REFS,
    gudang_name=texts(60),
    tujuan=REFS,
    tujuan_name=texts(60),
    kendaraan=maybe(texts(40)),
    pengemudi=maybe(texts(60)),
    lines=st.lists(LINES, min_size=1, max_size=40, unique_by=lambda one: one.ref).map(tuple),
)


def read(*scans: str) -> Waybill:
    return waybill_of(joined(part for scan in scans for part in parts_in(scan)))


def a_waybill(lines: int = 3, *, nomor: str = "SJ/GDG-01/2026/17") -> Waybill:
    sent = (
        Sent(
            ref=Ref(3, 17 + n), item=1, batch="D2026", amount=100 + n, kedaluwarsa=20_900, sumber_dana="apbn"
        )
        for n in range(lines)
    )
    names = {"gudang_name": "Gudang Regional", "tujuan_name": "Lumbung Sosial Sindang"}
    ends = {"gudang": Ref(3, 2), "tujuan": Ref(0, 9), "kendaraan": "E 1234 AB", "pengemudi": "Darsono"}
    return Waybill(nomor=nomor, made_at=1_795_312_800, lines=tuple(sent), **names, **ends)  # type: ignore[arg-type]


def longest() -> Waybill:
    """40 lines, every text as long as it may be, every letter of four bytes."""
    truck = "🚚"
    sent = (
        Sent(
            ref=Ref(65_535, 2**32 - 1 - n),
            item=1023,
            batch=truck * 24,
            amount=10**9,
            kedaluwarsa=2_932_896,
            sumber_dana="apbd_provinsi",
            isi_per_kemasan=99_999,
        )
        for n in range(40)
    )
    return Waybill(
        nomor=truck * 40,
        made_at=253_402_300_799,
        gudang=Ref(65_535, 2**32 - 1),
        gudang_name=truck * 60,
        tujuan=Ref(65_535, 2**32 - 2),
        tujuan_name=truck * 60,
        kendaraan=truck * 40,
        pengemudi=truck * 60,
        lines=tuple(sent),
    )


@given(WAYBILLS, st.randoms(use_true_random=False))
def test_it_comes_back_from_its_parts_in_any_order_however_often(one: Waybill, chance: Random) -> None:
    scans = parts_of(text_of(one))
    scans += chance.sample(scans, min(2, len(scans)))
    chance.shuffle(scans)
    assert read(*scans) == one


@given(WAYBILLS)
def test_a_form_that_changes_line_ends_and_trims_loses_nothing(one: Waybill) -> None:
    scans = parts_of(text_of(one))
    pasted = "\n\n".join(scan.strip() + " " for scan in scans).replace("\n", "\r\n")
    assert read(pasted) == one


@given(WAYBILLS)
def test_every_part_fits_a_qr_of_version_17(one: Waybill) -> None:
    for scan in parts_of(text_of(one)):
        assert len(scan.encode()) <= 500


def test_the_longest_legal_one_goes_into_sixteen_parts() -> None:
    scans = parts_of(text_of(longest()))
    assert read(*reversed(scans)) == longest()
    assert len(scans) == 16
    assert (
        max(
            segno.make_qr(one, error="m", eci=True, encoding="utf-8", boost_error=False).version
            for one in scans
        )
        == 17
    )


def test_a_usual_one_of_forty_lines_goes_into_four_parts() -> None:
    assert len(parts_of(text_of(a_waybill(40)))) == 3
    assert len(parts_of(text_of(a_waybill(18)))) == 2
    assert len(parts_of(text_of(a_waybill(3)))) == 1


@pytest.mark.parametrize(
    "scan", ["", "https://wa.me/62812", "TSJ", "WIFI:T:WPA;S:posko;;", "[1,2]", "tsj1 1/1 00000000\nx"]
)
def test_another_qr_is_no_surat_jalan(scan: str) -> None:
    with pytest.raises(NotAWaybill):
        read(scan)


def test_a_form_of_tomorrow_is_told_apart() -> None:
    with pytest.raises(NewerWaybill):
        read(parts_of(text_of(a_waybill()))[0].replace("TSJ1", "TSJ2"))


@pytest.mark.parametrize(
    "scan",
    [
        "TSJ1 ",
        "TSJ1 1/1 zzzzzzzz\nx",
        "TSJ1 2/1 00000000\nx",
        "TSJ1 1/1 00000000\nx",
        "TSJ1 1/1 00000000",
        "TSJ1 1/33 00000000\nx",
        "TSJ1 0/1 00000000\nx",
        "TSJ1 1/1 00000000\n" + "x" * 481,
        "TSJ1 1/1 00000000\n\ud800",
    ],
)
def test_a_torn_part_is_told_as_torn(scan: str) -> None:
    with pytest.raises(TornWaybill):
        read(scan)


def test_what_is_missing_is_named() -> None:
    scans = parts_of(text_of(a_waybill(40)))
    with pytest.raises(MissingParts) as told:
        read(scans[1])
    assert told.value.values == {"read": 1, "all": 3, "missing": "1, 3"}
    assert not told.value.permanent


def test_a_part_of_another_paper_is_not_mixed_in() -> None:
    one, other = (parts_of(text_of(a_waybill(40, nomor=name))) for name in ("SJ/1", "SJ/2"))
    with pytest.raises(OtherWaybill):
        read(one[0], other[1], one[2])


def test_two_readings_of_one_part_that_differ_are_torn() -> None:
    scans = parts_of(text_of(a_waybill(40)))
    with pytest.raises(TornWaybill):
        read(*scans, scans[0][:-1] + "~")


@given(WAYBILLS, st.data())
def test_one_changed_letter_never_passes(one: Waybill, data: st.DataObject) -> None:
    scans = parts_of(text_of(one))
    which = data.draw(st.integers(0, len(scans) - 1))
    at = data.draw(st.integers(0, len(scans[which]) - 1))
    other = data.draw(
        st.characters(min_codepoint=32, max_codepoint=0xD7FF).filter(lambda each: each != scans[which][at])
    )
    scans[which] = scans[which][:at] + other + scans[which][at + 1 :]
    try:
        assert read(*scans) == one
    except InvalidWaybill:
        return


def test_too_much_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(WaybillTooLong):
        parts_in("TSJ1 1/1 00000000\n" + "x" * parts.LONGEST)
    with pytest.raises(WaybillTooLong):
        parts_of("x" * (parts.PIECE * parts.MOST_PARTS + 1))


@given(st.one_of(st.text(), st.binary().map(lambda raw: raw.decode("latin-1"))))
def test_babble_is_always_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidWaybill):
        read(text)
    with pytest.raises(InvalidWaybill):
        read(f"TSJ1 1/1 {crc32(text.strip().encode(errors='replace')):08x}\n{text}")


GOOD = text_of(a_waybill(1))
HEAD, GOODS = GOOD.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        GOOD + "\n",
        "\n".join([HEAD, GOODS, GOODS]),
        "\n".join([HEAD, *(f"3-{n}\t21\t\t5" for n in range(1, 42))]),
        GOOD.replace("\t100", "\t0"),
        GOOD.replace("\t100", "\t-100"),
        GOOD.replace("\t100", "\t0100"),
        GOOD.replace("\t100", "\t1e3"),
        GOOD.replace("\t100", "\t٣"),
        GOOD.replace("\t100", "\t1000000001"),
        GOOD.replace("\t100", "\t" + "9" * 5000),
        GOOD.replace("3-17", "70000-17"),
        GOOD.replace("3-17", "3"),
        GOOD.replace("\t1\t", "\t4000\t"),
        GOOD.replace("apbn", "uang_saku"),
        GOOD + "\t" * 9 + "x",
        GOOD.replace("Darsono", "Dar\\sono"),
        GOOD.replace("Darsono", "Darsono\\"),
        GOOD.replace("Darsono", "x" * 61),
        GOOD.replace("Gudang Regional", ""),
        GOOD.replace("Gudang Regional", "Gudang\x07"),
        GOOD.replace("1795312800", "kemarin"),
    ],
)
def test_a_text_that_no_unit_writes_is_torn(text: str) -> None:
    with pytest.raises(TornWaybill):
        waybill_of(text)


def test_it_can_be_read_by_eye() -> None:
    assert GOOD == (
        "SJ/GDG-01/2026/17\t1795312800\t3-2\tGudang Regional\t0-9\tLumbung Sosial Sindang\tE 1234 AB\tDarsono\n"
        "3-17\t1\tD2026\t100\t20900\tapbn"
    )
