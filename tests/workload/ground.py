"""Forms about the ground: how a place is, and what is broken in a desa."""

from typing import Any

from field_node.records.damage import Damage
from field_node.records.kinds import Ref
from field_node.records.site import Site
from tests.workload.laws import (
    Follows,
    Law,
    Mixed,
    Times,
    Weighted,
    always,
    bell,
    flip,
    geometric,
    maybe,
    sized,
)
from tests.workload.people import following, steps
from tests.workload.scene import Scene

MOST_DEPTH, MOST_HOUSES, MOST_EXTENT = 400, 3_000, 5_000
FACILITIES = ("pendidikan", "kesehatan", "peribadatan", "kantor", "fasum", "jembatan", "pabrik", "kios")
GRADES = ("rusak_berat", "rusak_sedang", "rusak_ringan")
EXTENTS = ("jalan_m", "irigasi_m", "sawah_ha", "kebun_ha")


def site(scene: Scene, given: Site) -> Site:
    """How one place is: mostly as it was; a place without power has less signal, one that is cut off less of all."""
    before, p = scene.seen.last(Site), scene.p
    place = scene.place(None if before is None else before.lokasi, given.lokasi)
    told: dict[str, Any] = {"lokasi": place, "per_waktu": scene.as_of(given.per_waktu)}
    told["akses"] = _state(scene, (place, "akses"), p["access"], given.akses)
    hard = told["akses"] in ("terputus", "jalan_kaki")
    told["listrik"] = _state(scene, (place, "listrik"), _tilted(p["power"], "padam", p, hard), given.listrik)
    told["air_bersih"] = _state(
        scene, (place, "air"), _tilted(p["water"], "kurang", p, hard), given.air_bersih
    )
    dark = told["listrik"] == "padam"
    told["sinyal"] = _state(
        scene, (place, "sinyal"), _tilted(p["signal"], "tidak_ada", p, dark), given.sinyal
    )
    latrines = maybe(p["state_lacks"], sized(p["latrines_median"], p["latrines_spread"], 60, 0))
    told["jamban"] = scene.again((place, "jamban"), p["latrines_again"], latrines, given.jamban)
    told |= _cut_off(scene, place, given)
    if scene.again(
        ("depth", place), p["depth_told_again"], flip(p["depth_told"]), given.tinggi_air_cm is not None
    ):
        told["tinggi_air_cm"] = _depth(scene, place, given.tinggi_air_cm)
    told |= _services(scene, place, given)
    told["sumber"] = scene.source(place, given.sumber)
    found = Site(**told)
    scene.seen.keep(found)
    return found


def _state(scene: Scene, key: tuple[Ref, str], weights: dict[str, float], value: str | None) -> str | None:
    law = maybe(scene.p["state_lacks"], Weighted(tuple(weights), tuple(weights.values())))
    found: str | None = scene.again(key, scene.p["state_again"], law, value)
    return found


def _tilted(weights: dict[str, float], toward: str, p: Any, when: bool) -> dict[str, float]:
    return {**weights, toward: weights[toward] * p["state_tilt"]} if when else weights


def _cut_off(scene: Scene, place: Ref, given: Site) -> dict[str, Any]:
    p = scene.p
    cut = scene.again(
        (place, "terisolir"), p["cut_off_again"], maybe(p["state_lacks"], flip(p["cut_off"])), given.terisolir
    )
    if not cut:
        return {"terisolir": cut}
    median = p["jiwa_median"]
    kk = following(
        scene,
        ("terisolir", str(place)),
        (0.8, sized(median / p["jiwa_a_kk"], 0.8, 600), _twentieth),
        given.terisolir_kk,
    )
    people = bell(round(kk * p["jiwa_a_kk"], 1), 0.5 + kk // 8, kk, 9 * kk)
    jiwa = scene.again((place, "terisolir", kk), p["cut_off_again"], people, given.terisolir_jiwa)
    return {"terisolir": cut, "terisolir_kk": kk, "terisolir_jiwa": jiwa}


def _twentieth(size: int) -> Any:
    return steps(size, 0.05)


def _depth(scene: Scene, place: Ref, value: int | None) -> int:
    """Water in cm: often in tens."""
    p = scene.p
    tens = Times(10, sized(p["depth_median"] / 10, p["depth_spread"], MOST_DEPTH // 10, 0))
    free = sized(p["depth_median"], p["depth_spread"], MOST_DEPTH, 0)
    settled = Mixed((p["depth_round"], tens), (1 - p["depth_round"], free))
    before = scene.seen.newest.get(("cm", place))
    law: Law = settled
    if before is not None:
        law = Follows(before, p["depth_stays"], settled, lambda size: steps(max(size, 40), p["depth_step"]))
    found: int = scene.of(law, value)
    scene.seen.newest["cm", place] = found
    return found


def _services(scene: Scene, place: Ref, given: Site) -> dict[str, Any]:
    p = scene.p
    there = maybe(1 - p["services_told"], flip(p["services_there"]))
    told: dict[str, Any] = {
        name: scene.again((place, name), p["services_again"], there, getattr(given, name))
        for name in ("layanan_kesehatan", "psikososial", "area_anak")
    }
    return told | {"keamanan": _state(scene, (place, "keamanan"), p["safety"], given.keamanan)}


def damage(scene: Scene, given: Damage) -> Damage:
    """What is broken in one desa: houses always, facilities and roads where somebody looked."""
    before, p = scene.seen.last(Damage), scene.p
    region = scene.region(None if before is None else before.kode_wilayah, given.kode_wilayah)
    told: dict[str, Any] = {"kode_wilayah": region, "per_waktu": scene.as_of(given.per_waktu)}
    settled = Mixed(
        (p["houses_zero"], always(0)),
        (1 - p["houses_zero"], sized(p["houses_median"], p["houses_spread"], MOST_HOUSES)),
    )
    for name in (*(f"rumah_{grade}" for grade in GRADES), "rumah_terendam"):
        law = (p["houses_stays"], settled, lambda size: steps(size, p["houses_step"]))
        told[name] = following(scene, (name, region), law, getattr(given, name))
    for kind in FACILITIES:
        if scene.told((kind, region), p["facilities_told"], getattr(given, f"{kind}_rusak_berat")):
            told |= _facility(scene, kind, region, given)
    for name in EXTENTS:
        if scene.told((name, region), p["extents_told"], getattr(given, name)):
            extent = sized(p["extent_median"], p["extent_spread"], MOST_EXTENT)
            told[name] = scene.again((name, region), p["extents_again"], extent, getattr(given, name))
    told["sumber"] = scene.source(region, given.sumber)
    found = Damage(**told)
    scene.seen.keep(found)
    return found


def _facility(scene: Scene, kind: str, region: str, given: Damage) -> dict[str, Any]:
    law = geometric(scene.p["facilities_mean"], 40)
    names = [f"{kind}_{grade}" for grade in GRADES]
    return {
        name: scene.again((name, region), scene.p["facilities_stays"], law, getattr(given, name))
        for name in names
    }
