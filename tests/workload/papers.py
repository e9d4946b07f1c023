"""What papers and packages say: numbers of papers, batches and their expiry."""

from datetime import date
from typing import Any

from field_node.records.balance import Balance
from field_node.records.kamus import kamus
from field_node.records.movement import Movement
from tests.workload.laws import Law, Typed, Weighted, always, geometric, sized
from tests.workload.parameters import TABLE
from tests.workload.scene import Scene

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_PAPER = 2_000
DAY_0 = date(1970, 1, 1)


def paper(scene: Scene, value: str | None) -> str:
    """`SJ/ABC/2026/17`: the unit's own code, numbers that go up."""
    p = scene.p
    said = None if value is None else value.split("/")
    before = scene.seen.newest.get(("paper",))
    if before is None:
        name = f"{p['paper_word']}//{p['paper_year']}/"
        scene.of(Typed(always(name), (f"{TABLE['paper_word'][0]}//{TABLE['paper_year'][0]}/",)), name)
        code = scene.of(Code(scene.hidden.code), None if said is None else said[1])
        law: Law = sized(p["paper_number_median"], p["paper_number_spread"], MOST_PAPER)
    else:
        code, law = before[0], geometric(p["paper_step_mean"], before[1] + 20, before[1] + 1)
    number = scene.of(law, None if said is None else int(said[3]))
    scene.seen.newest[("paper",)] = (code, number)
    return f"{p['paper_word']}/{code}/{p['paper_year']}/{number}"


class Code:
    """Three capital letters, each as likely; the unit's own for who makes."""

    __slots__ = ("_own",)

    def __init__(self, own: str) -> None:
        self._own = own

    def sample(self, chance: Any) -> str:
        return self._own

    def p(self, value: Any) -> float:
        return float(len(LETTERS) ** -3.0)


def batch_of(scene: Scene, item: int, given: Movement | Balance) -> dict[str, Any]:
    """Batch and expiry of goods that expire: mostly those of the same item before. A batch is named by its month."""
    if not kamus().goods[item].expires:
        return {}
    p = scene.p
    months = Weighted(
        [_month(p["paper_year"], at) for at in range(p["batch_months"])], [1.0] * p["batch_months"]
    )
    batch = scene.again(("batch", item), p["batch_again"], months, given.batch)
    good_for = geometric(p["expiry_mean_months"], 80, p["batch_months"] + 2)
    said = None if given.kedaluwarsa is None else _months_after(batch, given.kedaluwarsa)
    return {
        "batch": batch,
        "kedaluwarsa": _day_after(batch, scene.again(("expiry", item, batch), 1.0, good_for, said)),
    }


def _month(year: int, back: int) -> str:
    whole = year * 12 + 9 - back
    return f"{whole % 12 + 1:02}{whole // 12 % 100:02}"


def _day_after(batch: str, months: int) -> int:
    whole = (2000 + int(batch[2:])) * 12 + int(batch[:2]) - 1 + months
    return (date(whole // 12, whole % 12 + 1, 1) - DAY_0).days


def _months_after(batch: str, day: int) -> int:
    at = date.fromordinal(DAY_0.toordinal() + day)
    return at.year * 12 + at.month - 1 - (2000 + int(batch[2:])) * 12 - int(batch[:2]) + 1
