"""One measured figure beside its baseline and its goal; the table, and var/bench.json."""

import json
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

REPORT = Path("var/bench.json")


@dataclass(frozen=True, slots=True)
class Row:
    """goal: in words. met: None where no goal is set or nothing was measured. how: how both figures were made."""

    name: str
    value: float | None
    unit: str
    baseline: str = ""
    baseline_value: float | None = None
    goal: str = ""
    met: bool | None = None
    how: str = ""

    @property
    def ratio(self) -> float | None:
        """value / baseline_value; None without a baseline."""
        if self.value is None or not self.baseline_value:
            return None
        return round(self.value / self.baseline_value, 3)

    def plain(self) -> dict[str, object]:
        return {**asdict(self), "ratio": self.ratio}


def skipped(name: str, why: str) -> Row:
    """A figure that cannot be taken here, and why."""
    return Row(name, None, "", how=f"dilewati: {why}")


def report(rows: Iterable[Row], path: Path = REPORT) -> None:
    """Writes var/bench.json, or another file of that shape."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps([row.plain() for row in rows], indent=1, ensure_ascii=False) + "\n")


def shown(row: Row) -> str:
    """One line of the table."""
    value = "-" if row.value is None else f"{row.value:,.3f}".rstrip("0").rstrip(".")
    base = (
        ""
        if row.baseline_value is None
        else f"{row.baseline} {row.baseline_value:,.3f}".rstrip("0").rstrip(".")
    )
    ratio = "" if row.ratio is None else f"x{row.ratio:g}"
    verdict = {None: "", True: "ok", False: "MELESET"}[row.met]
    return f"{row.name:<46} {value:>12} {row.unit:<9} {base:<34} {ratio:<8} {row.goal:<22} {verdict}"


def machine() -> str:
    """What it ran on."""
    return f"{platform.machine()}, {platform.system()} {platform.release()}, Python {sys.version.split()[0]}"


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of the values lie; values need not be sorted."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
