"""Forms about people: who is at a place, who was hurt, what a kitchen cooks, who came to a session."""

from collections.abc import Mapping
from typing import Any

from field_node.records.casualties import Casualties
from field_node.records.headcount import AGES, VULNERABLE, Headcount
from field_node.records.kinds import Ref
from field_node.records.kitchen import Kitchen
from field_node.records.psychosocial import Psychosocial
from tests.workload.laws import (
    Follows,
    Law,
    Mixed,
    Numbers,
    Times,
    always,
    flip,
    geometric,
    maybe,
    sized,
    swing,
)
from tests.workload.scene import Scene, spoken

MOST_JIWA, MOST_AFFECTED, MOST_TOLL, MOST_PORTIONS = 2_500, 9_000, 60, 300
PARTS = {
    "ringkas": (False, False, False),
    "kelamin": (True, False, False),
    "umur": (True, True, False),
    "lengkap": (True, True, True),
    "rentan": (True, False, True),
}
"""Which columns a posko's sheet has: sexes, ages, vulnerable groups."""


def headcount(scene: Scene, given: Headcount) -> Headcount:
    """People at one place; follows the count before it there."""
    before = scene.seen.last(Headcount)
    place = scene.place(None if before is None else before.lokasi, given.lokasi)
    told: dict[str, Any] = {"lokasi": place, "per_waktu": scene.as_of(given.per_waktu)}
    was = scene.seen.newest.get(("jiwa", place))
    jiwa = told["jiwa"] = scene.of(maybe(scene.p["jiwa_lacks"], _jiwa(scene, was)), given.jiwa)
    if jiwa is None:
        told["kk"] = scene.of(
            sized(scene.p["jiwa_median"] / scene.p["jiwa_a_kk"], scene.p["jiwa_spread"], 600), given.kk
        )
    else:
        scene.seen.newest["jiwa", place] = jiwa
        told |= _households(scene, place, jiwa, given)
        told |= _parts(scene, place, jiwa, given)
        told |= _flow(scene, (was, jiwa), given)
    told["tempat"] = scene.again(
        ("shelter", place),
        scene.p["shelter_again"],
        maybe(scene.p["shelter_lacks"], spoken(scene.p["shelters"])),
        given.tempat,
    )
    told["sumber"] = scene.source(place, given.sumber)
    found = Headcount(**told)
    scene.seen.keep(found)
    return found


def jiwa_settled(p: Mapping[str, Any]) -> Numbers:
    """How many are at a place whose last count is not known."""
    return sized(p["jiwa_median"], p["jiwa_spread"], MOST_JIWA, 0)


def _jiwa(scene: Scene, was: int | None) -> Law:
    p = scene.p
    if was is None:
        return jiwa_settled(p)
    return Follows(was, p["jiwa_stays"], jiwa_settled(p), lambda size: steps(size, p["jiwa_step"]))


def steps(size: int, share: float) -> Numbers:
    """Changes of a count of that size: a share of it, both ways."""
    spread = max(1, round(share * size))
    return swing(float(spread), 7 * spread)


def _households(scene: Scene, place: Ref, jiwa: int, given: Headcount) -> dict[str, Any]:
    p = scene.p
    if scene.of(flip(p["kk_lacks"]), given.kk is None):
        return {}
    spread = p["jiwa_a_kk_spread"] * (jiwa / p["jiwa_a_kk"]) ** 0.5 + 0.3
    return {"kk": scene.part((place, "kk"), (jiwa, 1 / p["jiwa_a_kk"], spread), (0, jiwa), given.kk)}


def _parts(scene: Scene, place: Ref, jiwa: int, given: Headcount) -> dict[str, Any]:
    shown = (given.laki is not None, given.balita_0_4_l is not None, given.ibu_hamil is not None)
    name = next(name for name, parts in PARTS.items() if parts == shown)
    sexes, ages, vulnerable = PARTS[
        scene.again(("pattern", place), scene.p["pattern_again"], spoken(scene.p["patterns"]), name)
    ]
    found: dict[str, Any] = _sexes(scene, place, jiwa, given) if sexes else {}
    if ages:
        for sex, total in (("l", found["laki"]), ("p", found["perempuan"])):
            found |= _ages(scene, (place, sex), total, given)
    if vulnerable:
        found |= _vulnerable(scene, place, jiwa, given)
    return found


def _sexes(scene: Scene, place: Ref, jiwa: int, given: Headcount) -> dict[str, Any]:
    p = scene.p
    laki = scene.part((place, "laki"), (jiwa, p["laki_share"], p["laki_spread"]), (0, jiwa), given.laki)
    return {"laki": laki, "perempuan": _rest(scene, jiwa - laki, given.perempuan)}


def _rest(scene: Scene, rest: int, value: int | None) -> int:
    """What is left of a total; now and then the parts do not sum."""
    p = scene.p
    slip = geometric(p["sums_off"], 40, -min(rest, 3))
    law = Mixed((p["sums"], always(0)), (1 - p["sums"], slip))
    return rest + int(scene.of(law, None if value is None else value - rest))


def _ages(scene: Scene, where: tuple[Ref, str], total: int, given: Headcount) -> dict[str, int]:
    left, left_share = total, 1.0
    found: dict[str, int] = {}
    for age, share in zip(AGES[:-1], scene.p["ages"], strict=False):
        name = f"{age}_{where[1]}"
        found[name] = scene.part(
            (where, age), (left, share / left_share, scene.p["ages_spread"]), (0, left), getattr(given, name)
        )
        left, left_share = left - found[name], left_share - share
    last = f"{AGES[-1]}_{where[1]}"
    found[last] = _rest(scene, left, getattr(given, last))
    return found


def _vulnerable(scene: Scene, place: Ref, jiwa: int, given: Headcount) -> dict[str, Any]:
    found = {}
    for name, share in zip(VULNERABLE, scene.p["vulnerable"], strict=True):
        found[name] = scene.part(
            (place, name), (jiwa, share, scene.p["vulnerable_spread"]), (0, jiwa), getattr(given, name)
        )
    return found


def _flow(scene: Scene, jiwa: tuple[int | None, int], given: Headcount) -> dict[str, Any]:
    """Arrivals and departures; they explain the change where the count before is known."""
    p = scene.p
    if not scene.of(flip(p["flow_told"]), given.masuk is not None):
        return {}
    if jiwa[0] is None:
        law = geometric(p["flow_mean"], 3_000)
        return {"masuk": scene.of(law, given.masuk), "keluar": scene.of(law, given.keluar)}
    change = jiwa[1] - jiwa[0]
    least = max(0, change)
    extra = scene.of(
        geometric(p["flow_extra_mean"], 200), None if given.masuk is None else given.masuk - least
    )
    return {"masuk": least + extra, "keluar": least - change + extra}


def casualties(scene: Scene, given: Casualties) -> Casualties:
    """The dead, missing, injured and affected of one desa; sexes of most are told, of the affected not."""
    before, p = scene.seen.last(Casualties), scene.p
    region = scene.region(None if before is None else before.kode_wilayah, given.kode_wilayah)
    told: dict[str, Any] = {"kode_wilayah": region, "per_waktu": scene.as_of(given.per_waktu)}
    for group in ("meninggal", "hilang", "luka_berat", "luka_ringan"):
        if scene.told((group, region), p["toll_told"], getattr(given, f"{group}_l")):
            for sex in "lp":
                told[f"{group}_{sex}"] = _toll(scene, (group, sex, region), getattr(given, f"{group}_{sex}"))
    if scene.told(("terdampak", region), p["toll_told"], given.terdampak_tt):
        told["terdampak_tt"] = _affected(scene, region, given.terdampak_tt)
    told["sumber"] = scene.source(region, given.sumber)
    found = Casualties(**told)
    scene.seen.keep(found)
    return found


def _toll(scene: Scene, key: tuple[str, ...], value: int | None) -> int:
    p = scene.p
    settled = Mixed((p["toll_zero"], always(0)), (1 - p["toll_zero"], geometric(p["toll_mean"], MOST_TOLL)))
    return following(scene, key, (p["toll_stays"], settled, lambda size: swing(p["toll_step"], 12)), value)


def _affected(scene: Scene, region: str, value: int | None) -> int:
    p = scene.p
    settled = sized(p["affected_median"], p["affected_spread"], MOST_AFFECTED)
    return following(
        scene,
        ("terdampak", region),
        (p["affected_stays"], settled, lambda size: steps(size, p["affected_step"])),
        value,
    )


def following(scene: Scene, key: tuple[str, ...], law: tuple[float, Law, Any], value: int | None) -> int:
    """A count that follows the one under that key before it."""
    before = scene.seen.newest.get(("count", key))
    whole = law[1] if before is None else Follows(before, *law)
    found: int = scene.of(whole, value)
    scene.seen.newest["count", key] = found
    return found


def kitchen(scene: Scene, given: Kitchen) -> Kitchen:
    """What one kitchen cooks: mostly round figures, the three meals alike."""
    before, p = scene.seen.last(Kitchen), scene.p
    place = scene.place(None if before is None else before.lokasi, given.lokasi)
    told: dict[str, Any] = {"lokasi": place, "per_waktu": scene.as_of(given.per_waktu)}
    meal = told["kapasitas_porsi"] = scene.again(
        (place, "kapasitas"), p["kitchen_again"], _portions(scene), given.kapasitas_porsi
    )
    for name in ("porsi_pagi", "porsi_siang", "porsi_malam", "jiwa_terlayani"):
        law = Mixed((p["portions_again"], always(meal)), (1 - p["portions_again"], _portions(scene)))
        meal = told[name] = scene.again((place, name), p["kitchen_again"], law, getattr(given, name))
    for name, mean, most in (
        ("titik_dilayani", 2.0, 40),
        ("relawan", p["crew_mean"], 200),
        ("bahan_cukup_hari", p["food_days_mean"], 60),
    ):
        told[name] = scene.again(
            (place, name), p["kitchen_again"], geometric(mean, most, 1), getattr(given, name)
        )
    told["sumber"] = scene.source(place, given.sumber)
    found = Kitchen(**told)
    scene.seen.keep(found)
    return found


def _portions(scene: Scene) -> Law:
    p = scene.p
    hundreds = sized(p["portions_median"] / 50, p["portions_spread"], MOST_PORTIONS)
    return Mixed(
        (p["portions_round"], Times(50, hundreds)),
        (
            1 - p["portions_round"],
            Times(10, sized(p["portions_median"] / 10, p["portions_spread"], MOST_PORTIONS)),
        ),
    )


def psychosocial(scene: Scene, given: Psychosocial) -> Psychosocial:
    """A session at a place: mostly children."""
    before, p = scene.seen.last(Psychosocial), scene.p
    place = scene.place(None if before is None else before.lokasi, given.lokasi)
    told: dict[str, Any] = {"lokasi": place, "per_waktu": scene.as_of(given.per_waktu)}
    told["jenis"] = scene.of(spoken(p["activity"]), given.jenis)
    told["sesi"] = scene.of(geometric(p["session_mean"], 20, 1), given.sesi)
    for group, mean in (("anak", p["children_mean"]), ("dewasa", p["adults_mean"])):
        for sex in "lp":
            name = f"peserta_{group}_{sex}"
            told[name] = scene.of(geometric(mean, 300), getattr(given, name))
    told["rujukan"] = scene.of(geometric(p["referred_mean"], 30), given.rujukan)
    told["sumber"] = scene.source(place, given.sumber)
    found = Psychosocial(**told)
    scene.seen.keep(found)
    return found
