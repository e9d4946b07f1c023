"""The kamus holds what the handbook lists, and its codes are frozen."""

from field_node.records.kamus import kamus
from field_node.records.need import MEASURE
from field_node.records.task import TEMPLATE, Task

DEMO_STOCK = "MSS LPS FKT KID SLM KSR TGL TKP TSG BRS MIN MYK KCP SAU BSK PBY PBW PDK AKB EMB GYG GRG ILS GEN"
GOODS = (
    "1 MSS 2 LPS 3 MKA 4 BRS 5 MIN 6 BSK 7 MYK 8 KCP 9 SAU 10 GUL 11 TEH 12 KOP 13 SRD 14 AIB 15 AIG 16 SUP 17 SIH "
    "18 SMB 21 SLM 22 SDW 23 SAN 24 SBY 25 SRG 26 DST 27 KAO 28 CLN 29 PBY 30 PDW 31 PBW 32 HND 41 FKT 42 KID 43 FDW "
    "44 PDK 45 AKB 46 EMB 47 GYG 51 KSR 52 KSL 53 MTR 54 VBD 55 TKR 56 TGL 57 TKL 58 TKP 59 TSG 60 TSK 61 TPS 62 TRP "
    "71 DUL 72 GEN 73 PJA 74 PRK 75 PLP 76 GRG 77 ILS 78 HTR 79 WPK 81 KRT 82 KMT 83 KMD 84 KTS 85 KTA 86 KMU 87 KWT "
    "88 KKC"
)


def test_the_goods_have_the_numbers_they_were_given() -> None:
    assert " ".join(f"{one.number} {one.code}" for one in kamus().goods.values()) == GOODS


def test_the_demo_stock_can_be_recorded() -> None:
    codes = DEMO_STOCK.split()
    assert [kamus().goods_by_code(code).code for code in codes] == codes


def test_only_weighed_and_poured_goods_are_kept_in_tenths() -> None:
    tenths = {one.code: one.unit for one in kamus().goods.values() if one.scale}
    assert tenths == {"BRS": "kg", "MYK": "liter", "GUL": "kg"}
    assert {one.scale for one in kamus().goods.values()} == {0, 1}


def test_assets_do_not_expire_and_family_kits_do() -> None:
    assert not [one.code for one in kamus().goods.values() if one.asset and one.expires]
    assert kamus().goods_by_code("FKT").expires
    assert kamus().goods_by_code("GEN").asset


def test_every_unit_of_goods_can_be_chosen() -> None:
    assert {one.unit for one in kamus().goods.values()} <= set(MEASURE.codes())
    assert kamus().measures["ton"].times == 1000
    assert kamus().measures["dus"].times is None


def test_disasters_are_those_of_the_handbook() -> None:
    codes = (
        "banjir banjir_bandang tanah_longsor gelombang_pasang_abrasi banjir_rob cuaca_ekstrem kekeringan karhutla "
        "kebakaran_permukiman gempabumi tsunami erupsi konflik_sosial kegagalan_teknologi wabah"
    )
    assert " ".join(kamus().disasters) == codes
    assert kamus().disasters["gempabumi"].dibi == "107"
    assert kamus().disasters["wabah"].dibi is None


def test_every_category_goes_to_an_office() -> None:
    for category in kamus().categories.values():
        assert {category.office, *category.copies} <= set(kamus().offices)
    assert kamus().categories["kekerasan"].protected
    assert kamus().categories["orang_hilang"].office == "basarnas"


def test_amounts_nobody_decided_are_empty_not_guessed() -> None:
    undecided = {one.code for one in kamus().standards.values() if one.amount is None}
    assert undecided == {"selimut", "alas_tidur", "popok", "pembalut", "family_kit"}
    assert all(one.rule for one in kamus().standards.values() if one.amount is not None)


def test_templates_are_filled_by_fields_of_a_task() -> None:
    for template in kamus().templates.values():
        filled = template.text.format(**dict.fromkeys(template.parameters, "x"))
        assert "{" not in filled
        assert all(hasattr(Task, name) for name in template.parameters)
    assert TEMPLATE.codes() == tuple(kamus().templates)


def test_suggested_packings_are_of_known_goods() -> None:
    assert {(kamus().goods[number].code, one.holds) for number, one in kamus().packings.items()} == {
        ("MIN", 40),
        ("AIG", 48),
        ("AIB", 24),
        ("MYK", 12),
    }
