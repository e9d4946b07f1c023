"""Each rule about figures, places and kejadian: one case that breaks it, one that does not."""

from typing import Any

import pytest

from field_node.records.casualties import Casualties
from field_node.records.headcount import Headcount
from field_node.records.incident import Incident, IncidentStatus
from field_node.records.kinds import Ref
from field_node.records.need import Need, NeedStatus
from field_node.records.place import PlaceMerge
from field_node.records.site import Site
from tests.factories import (
    KEJADIAN,
    NOW,
    POSKO,
    Picture,
    a_headcount,
    a_posko,
    an_emergency,
    an_incident,
    refused,
    said,
)

TODAY = NOW // 86_400


def test_a_plain_headcount_is_not_warned_of() -> None:
    assert said(a_headcount(), Picture()) == set()


AGES = {
    f"{age}_{sex}": 61 for age in ("balita_0_4", "anak_5_17", "dewasa_18_59", "lansia_60p") for sex in "lp"
}


@pytest.mark.parametrize(
    ("broken", "clean", "code"),
    [
        ({"laki": 100}, {"laki": None}, "jenis_kelamin_tidak_sama"),
        ({**AGES, "anak_5_17_l": 60}, AGES, "umur_tidak_sama"),
        ({**AGES, "anak_5_17_l": 60}, {**AGES, "anak_5_17_l": None}, "umur_tidak_sama"),
        ({"sakit": 489}, {"sakit": 488}, "kelompok_melebihi_jiwa"),
        (
            {"ibu_hamil": 200, "ibu_menyusui": 49},
            {"ibu_hamil": 200, "ibu_menyusui": 48},
            "ibu_melebihi_perempuan",
        ),
        (
            {"bayi_0_11bln_l": 5, "balita_0_4_l": 4},
            {"bayi_0_11bln_l": 4, "balita_0_4_l": 4},
            "bayi_melebihi_balita",
        ),
        ({"balita_0_4_l": 241}, {"balita_0_4_l": 240}, "umur_melebihi_jenis_kelamin"),
        ({"anak_5_17_p": 200, "lansia_60p_p": 49}, {"anak_5_17_p": 200}, "umur_melebihi_jenis_kelamin"),
        ({"kk": 489}, {"kk": 488}, "kk_melebihi_jiwa"),
        ({"kk": 48}, {"kk": 49}, "jiwa_per_kk_janggal"),
        ({"jiwa": 601, "laki": None}, {"jiwa": 600, "laki": None}, "melebihi_kapasitas"),
        ({"per_waktu": NOW + 660}, {"per_waktu": NOW + 540}, "per_waktu_di_depan"),
        ({"per_waktu": NOW - 90_000}, {"per_waktu": NOW - 80_000}, "per_waktu_sebelum_kejadian"),
        ({"sumber": "3212 0101 0190 0001"}, {"sumber": "3212 0101 0190 001"}, "mirip_nik"),
        ({"lokasi": Ref(9, 9)}, {"lokasi": POSKO}, "rujukan_belum_ada"),
    ],
)
def test_a_headcount_is_warned_of(broken: dict[str, Any], clean: dict[str, Any], code: str) -> None:
    assert code in said(a_headcount(**broken), Picture())
    assert code not in said(a_headcount(**clean), Picture())


def test_a_count_without_a_number_is_refused() -> None:
    """As the newest one it would hide what was counted before."""
    nobody: dict[str, Any] = dict.fromkeys(("kk", "jiwa", "laki", "perempuan"))

    assert "hitungan_kosong" in refused(a_headcount(**nobody), Picture())
    assert "hitungan_kosong" not in said(a_headcount(**{**nobody, "kk": 0}), Picture())


def test_a_condition_in_which_nothing_stands_is_refused() -> None:
    seen: dict[str, Any] = {"lokasi": POSKO, "per_waktu": NOW // 60 * 60}

    assert "kondisi_kosong" in refused(Site(**seen, sumber="warga"), Picture())
    assert "kondisi_kosong" not in said(Site(**seen, listrik="padam"), Picture())


def after(**given: Any) -> Picture:
    before = a_headcount(per_waktu=NOW - 3_600, **{"jiwa": 200, **given})
    return Picture(views={(Headcount, POSKO): before})


def test_a_jump_of_more_than_half_and_fifty_people_is_asked_about() -> None:
    assert "jiwa_berubah_banyak" in said(a_headcount(), after())
    assert "jiwa_berubah_banyak" not in said(a_headcount(), after(jiwa=326))
    few = a_headcount(jiwa=70, kk=30, laki=None)
    assert "jiwa_berubah_banyak" not in said(few, after(jiwa=20))


def test_arrivals_that_do_not_explain_the_change_are_asked_about() -> None:
    assert "arus_tidak_menjelaskan" in said(a_headcount(masuk=100, keluar=0), after())
    assert "arus_tidak_menjelaskan" not in said(a_headcount(masuk=300, keluar=12), after())
    assert "arus_tidak_menjelaskan" in said(a_headcount(masuk=100), after())
    assert "arus_tidak_menjelaskan" not in said(a_headcount(masuk=288), after())
    assert "arus_tidak_menjelaskan" not in said(a_headcount(keluar=5), after())


def test_a_statement_older_than_the_last_is_not_held_against_it() -> None:
    assert said(a_headcount(per_waktu=NOW - 7_200), after()) == set()


def test_too_many_people_at_one_site_are_refused() -> None:
    assert refused(a_headcount(jiwa=100_000), Picture()) == {"di_luar_rentang"}


def test_fewer_dead_than_before_need_a_reason() -> None:
    before = Casualties(kode_wilayah="32.12.01.2001", per_waktu=NOW - 3_600, meninggal_l=2, meninggal_tt=1)
    picture = Picture(views={(Casualties, KEJADIAN, "32.12.01.2001"): before})
    now: dict[str, Any] = {"kode_wilayah": "32.12.01.2001", "per_waktu": NOW}
    assert "korban_berkurang" in said(Casualties(**now, meninggal_l=2), picture)
    assert "korban_berkurang" not in said(Casualties(**now, meninggal_p=3), picture)
    assert "korban_berkurang" not in said(Casualties(**now, meninggal_l=2, alasan="salah hitung"), picture)
    assert "korban_berkurang" not in said(Casualties(**now, hilang_l=2), picture)


def test_fewer_dead_are_told_by_the_name_of_their_group() -> None:
    before = Casualties(kode_wilayah="32.12", per_waktu=NOW - 3_600, meninggal_l=2)
    now = Casualties(kode_wilayah="32.12", per_waktu=NOW, meninggal_l=1)
    notices = now.check(Picture(views={(Casualties, KEJADIAN, "32.12"): before}))
    values = [dict(one.values) for one in notices if one.code == "korban_berkurang"]
    assert values == [{"kelompok": "Meninggal", "dulu": 2}]


def test_nobody_counted_is_no_total() -> None:
    assert Casualties(kode_wilayah="32.12", per_waktu=NOW).total("hilang") is None
    assert Casualties(kode_wilayah="32.12", per_waktu=NOW, hilang_l=0).total("hilang") == 0


def test_coordinates_outside_indonesia_warn_and_nowhere_is_refused() -> None:
    assert said(a_posko(lat=7.0), Picture()) == {"koordinat_di_luar_indonesia"}
    assert refused(a_posko(lat=0.0, lon=0.0), Picture()) == {"koordinat_nol"}
    assert refused(a_posko(lat=float("nan")), Picture()) == {"bukan_koordinat"}
    assert refused(a_posko(lon=None), Picture()) == {"koordinat_separuh"}
    assert said(a_posko(lat=0.0), Picture()) == set()


def test_a_place_far_from_its_kecamatan_is_asked_about() -> None:
    assert said(a_posko(), Picture(centers={"32.12.01": (-6.7, 108.3)})) == {"jauh_dari_kecamatan"}
    assert said(a_posko(), Picture(centers={"32.12.01": (-6.4, 108.3)})) == set()


def test_an_unknown_region_or_item_is_refused() -> None:
    assert refused(a_posko(), Picture(regions=frozenset())) == {"kode_wilayah_tidak_dikenal"}
    assert said(a_posko(), Picture(regions=frozenset(["32.12.01.2001"]))) == set()
    need: dict[str, Any] = {"lokasi": POSKO, "prioritas": "segera"}
    assert refused(Need(**need, barang=19), Picture()) == {"barang_tidak_dikenal"}
    assert said(Need(**need, barang=21), Picture()) == set()
    assert refused(Need(**need), Picture()) == {"kebutuhan_tanpa_barang"}


def test_a_reference_to_another_kind_of_entry_is_refused() -> None:
    assert refused(a_headcount(lokasi=KEJADIAN), Picture()) == {"rujukan_salah_jenis"}
    assert refused(an_emergency(kejadian=Ref(0, 99)), Picture()) == {"kejadian_tidak_dikenal"}


def test_a_decree_after_today_is_refused_only_by_a_clock_that_can_be_trusted() -> None:
    assert refused(an_emergency(sk_tanggal=TODAY + 1), Picture()) == {"sk_di_masa_depan"}
    assert said(an_emergency(sk_tanggal=TODAY + 1), Picture(clock_trusted=False)) == {"sk_di_masa_depan"}
    assert said(an_emergency(sk_tanggal=TODAY), Picture()) == set()


def test_a_decree_that_ends_before_it_starts_is_refused() -> None:
    assert refused(an_emergency(berlaku_mulai=TODAY, berlaku_sampai=TODAY - 1), Picture()) == {
        "sk_berakhir_sebelum_mulai"
    }
    assert said(an_emergency(berlaku_mulai=TODAY, berlaku_sampai=TODAY), Picture()) == set()


def test_standby_for_a_sudden_disaster_is_asked_about() -> None:
    standby = IncidentStatus(kejadian=KEJADIAN, status="siaga_darurat")
    quake = Picture(records={KEJADIAN: an_incident(jenis="gempabumi")})
    assert said(standby, quake) == {"siaga_untuk_bencana_mendadak"}
    assert said(standby, Picture()) == set()


def test_the_kib_has_sixteen_digits() -> None:
    incident: dict[str, Any] = {"nama": "Banjir Contoh", "jenis": "banjir", "mulai": NOW}
    assert refused(Incident(**incident, kib="3212101202611"), Picture()) == {"kib_rusak"}
    assert said(Incident(**incident, kib="3212101202611221"), Picture()) == set()


def test_a_place_is_not_merged_with_itself_nor_closed_before_it_opens() -> None:
    assert refused(PlaceMerge(ke=POSKO, dari=POSKO), Picture()) == {"gabung_dengan_diri_sendiri"}
    assert refused(a_posko(buka=NOW, tutup=NOW - 60), Picture()) == {"tutup_sebelum_buka"}
    assert said(a_posko(jenis="gudang"), Picture()) == {"gudang_tanpa_pemegang"}


def test_more_cut_off_households_than_people_are_asked_about() -> None:
    site: dict[str, Any] = {"lokasi": POSKO, "per_waktu": NOW, "terisolir_kk": 5}
    assert said(Site(**site, terisolir_jiwa=4), Picture()) == {"kk_melebihi_jiwa"}
    assert said(Site(**site, terisolir_jiwa=5), Picture()) == set()


def test_a_refusal_needs_a_reason() -> None:
    picture = Picture()
    picture.records[Ref(7, 5)] = Need(lokasi=POSKO, prioritas="segera", barang=21)
    assert refused(NeedStatus(kebutuhan=Ref(7, 5), status="ditolak"), picture) == {"alasan_wajib"}
    assert said(NeedStatus(kebutuhan=Ref(7, 5), status="ditolak", alasan="stok habis"), picture) == set()


@pytest.mark.parametrize("field", ["lokasi", "per_waktu"])
def test_a_required_field_is_asked_for(field: str) -> None:
    assert refused(a_headcount(**{field: None}), Picture()) == {"wajib_diisi"}
