"""Forms of what a place needs: an item for the people there, or something that is in no list."""

from typing import Any

from field_node.records.kamus import kamus
from field_node.records.kinds import Ref
from field_node.records.need import Need
from tests.workload.goods import amounts, popular
from tests.workload.laws import Law, Times, flip, sticky
from tests.workload.people import jiwa_settled
from tests.workload.scene import Scene, spoken


def need(scene: Scene, given: Need) -> Need:
    """What a place needs: an item for the people there, or something that is in no list."""
    before, p = scene.seen.last(Need), scene.p
    place = scene.place(None if before is None else before.lokasi, given.lokasi)
    told: dict[str, Any] = {"lokasi": place}
    told["prioritas"] = scene.again(
        ("prioritas",), p["priority_again"], spoken(p["priority"]), given.prioritas
    )
    if scene.of(flip(p["need_jiwa_told"]), given.untuk_jiwa is not None):
        told["untuk_jiwa"] = scene.of(_for_people(scene, place), given.untuk_jiwa)
    if scene.of(flip(p["need_other_told"]), given.kelompok is not None):
        told["kelompok"] = scene.of(scene.words("need_other"), given.kelompok)
    else:
        told["barang"] = scene.of(popular(scene), given.barang)
        scale = 10 ** kamus().goods[told["barang"]].scale
        told["jumlah"] = scene.of(
            Times(scale, amounts(scene, told.get("untuk_jiwa"), "need_amount_like")), given.jumlah
        )
    if scene.of(flip(p["need_due_told"]), given.batas_waktu is not None):
        hours = None if given.batas_waktu is None else (given.batas_waktu - scene.made_at) // 3600
        told["batas_waktu"] = scene.made_at + 3600 * scene.of(spoken(p["need_due_hours"]), hours)
    told["sumber"] = scene.source(place, given.sumber)
    found = Need(**told)
    scene.seen.keep(found)
    return found


def _for_people(scene: Scene, place: Ref) -> Law:
    settled = jiwa_settled(scene.p)
    counted = scene.seen.newest.get(("jiwa", place))
    return settled if counted is None else sticky(counted, scene.p["need_jiwa_as_counted"], settled)
