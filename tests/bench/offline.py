"""Ten thousand records made offline, then synced: on loopback, over a slow line with several seeds, through outages."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench import stage, work
from tests.bench.rows import Row, skipped
from tests.bench.shaper import why_not
from tests.bench.synced import (
    OUTAGE_S,
    RECORDS,
    Run,
    first_receipt,
    gzip_json,
    on,
    ours,
    over_line,
    prepare,
)

SEEDS, CUT_SEEDS = (1, 2, 3, 4, 5), (1, 2, 3)
UP_KB, SLOW_S, REQUESTS, FIRST_S, AGAIN_KB, AFTER_S = 85, 18, 12, 5, 64, 15
LINE = "64 kbit/s, 300 ms dan 2 % hilang tiap arah, TLS"
MIDDLE = f"; nilai: median dari benih {SEEDS}, terburuk disebut di namanya"
HOW = (
    f"{RECORDS} rekaman (benih {work.SEED}) dicatat lewat journal.append_all, lalu proses tagana sync ke tagana center serve; "
    "waktu sejak proses sync dijalankan sampai tanda terima terakhir"
)
PEER = "gzip-JSON 500 per POST"
PEER_HOW = (
    f"; dasar: rekaman sama, {PEER} lewat requests, Flask + waitress, satu commit SQLite FULL tiap kelompok"
)


def rows() -> list[Row]:
    with stage.folder() as root:
        prepare(root / "made")
        found = _loopback(root)
        return found + (_slow(root) if why_not() is None else [skipped("jalur lambat", str(why_not()))])


def _loopback(root: Path) -> list[Row]:
    stage.progress(f"{RECORDS} rekaman lewat loopback")
    peer, own = (on(root, None, way) for way in (gzip_json, ours))
    how = HOW + "; byte HTTP tanpa kepala TCP/IP" + PEER_HOW
    return [
        Row("loopback: waktu", own.took_s, "s", PEER, peer.took_s, how=how),
        Row("loopback: naik", own.up_kb, "kB", PEER, peer.up_kb, how=how),
        Row("loopback: turun", own.down_kb, "kB", PEER, peer.down_kb, how=how),
        Row("loopback: permintaan", own.requests, "", PEER, peer.requests, how=how),
    ]


def _slow(root: Path) -> list[Row]:
    clean = {seed: _told(seed, "jalur lambat", over_line(root, ours, seed=seed)) for seed in SEEDS}
    firsts = [_told(seed, "jaringan baru ada", over_line(root, first_receipt, seed=seed)) for seed in SEEDS]
    peer = _told(SEEDS[0], PEER, over_line(root, gzip_json, seed=SEEDS[0]))
    cut = {
        seed: _told(
            seed,
            f"putus {OUTAGE_S:.0f} s",
            over_line(root, ours, seed=seed, cut_at_s=clean[seed].took_s / 2),
        )
        for seed in CUT_SEEDS
    }
    return [*_clean_rows(list(clean.values()), peer), *_first_rows(firsts), *_outage_rows(clean, cut)]


def _told(seed: int, what: str, run: Run) -> Run:
    stage.progress(f"{what}, benih {seed}: {run.took_s:.1f} s, tanda terima pertama {run.first_s:.1f} s")
    return run


@dataclass(frozen=True, slots=True)
class Goal:
    """Of the median of several runs."""

    name: str
    unit: str
    most: float | None = None

    def row(self, values: Sequence[float], peer: float | None, how: str) -> Row:
        value, name = median(values), f"{self.name} (terburuk {max(values):.1f})"
        goal = "" if self.most is None else f"<= {self.most:g} {self.unit}".rstrip()
        met = None if self.most is None else value <= self.most
        return Row(name, value, self.unit, "" if peer is None else PEER, peer, goal, met, how)


def _clean_rows(runs: Sequence[Run], peer: Run) -> list[Row]:
    how = f"{HOW}; {LINE}; byte IP di jalur{MIDDLE}{PEER_HOW} (benih {SEEDS[0]})"
    return [
        Goal("lambat: waktu", "s", SLOW_S).row([run.took_s for run in runs], peer.took_s, how),
        Goal("lambat: naik", "kB", UP_KB).row([run.up_kb for run in runs], peer.up_kb, how),
        Goal("lambat: turun", "kB").row([run.down_kb for run in runs], peer.down_kb, how),
        Goal("lambat: permintaan", "", REQUESTS).row([run.requests for run in runs], peer.requests, how),
        Goal("lambat: tanda terima 1, proses baru", "s", FIRST_S).row(
            [run.first_s for run in runs], peer.first_s, how
        ),
    ]


def _first_rows(runs: Sequence[Run]) -> list[Row]:
    how = f"{RECORDS} rekaman menunggu, proses sync sudah berjalan tanpa jaringan; waktu sejak jaringannya ada; {LINE}{MIDDLE}"
    return [
        Goal("lambat: tanda terima 1, jaringan ada", "s", FIRST_S).row([r.first_s for r in runs], None, how)
    ]


def _outage_rows(clean: dict[int, Run], cut: dict[int, Run]) -> list[Row]:
    how = (
        f"{HOW}; {LINE}; jalur putus {OUTAGE_S:.0f} s mulai pada separuh waktu tanpa putus; dasar: benih yang sama tanpa putus, "
        f"jalan yang sama; nilai: median dari benih {CUT_SEEDS}"
    )
    more = [run.took_s - clean[seed].took_s for seed, run in cut.items()]
    again = [run.up_kb - clean[seed].up_kb for seed, run in cut.items()]
    return [
        Goal("lambat, putus: waktu lebih", "s", OUTAGE_S + AFTER_S).row(more, None, how),
        Goal("lambat, putus: dikirim lagi", "kB", AGAIN_KB).row(again, None, how),
    ]
