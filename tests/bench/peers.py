"""What we sync over the slow line, and Reticulum, MQTT, NDJSON + gzip and rows + zstd: the same records, one run.

One MQTT message a record takes a quarter of an hour: MQTT in the environment says how many of the records it sends, the
rest is extrapolated and said.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

from sync.codec.contexts import NEWEST
from tests.bench import peers_ways, stage, synced, work
from tests.bench.offline import LINE, SEEDS, SLOW_S, UP_KB
from tests.bench.peers_ways import Sent, Way, mqtt, post, reticulum
from tests.bench.rows import Row, skipped
from tests.bench.shaper import why_not

OUR_SEEDS, PEER_SEED = SEEDS[:3], SEEDS[0]
SINGLY = int(os.environ.get("MQTT", "2000"))


@dataclass(frozen=True, slots=True)
class Peer:
    """A way with the packages that it needs and what its figures include."""

    name: str
    way: Way
    needs: tuple[str, ...]
    says: str
    count: int = 0
    """Of the records, where not all are sent."""

    def why_not(self) -> str | None:
        """Why it cannot run here; None when it can."""
        missing = [name for name in self.needs if _version(name) is None]
        if missing:
            return f"{', '.join(missing)} tidak terpasang (requirements/bench.txt)"
        if "paho-mqtt" in self.needs and peers_ways.BROKER is None:
            return "mosquitto tidak terpasang (apt-get install mosquitto)"
        return None

    def made_of(self) -> str:
        return ", ".join(f"{name} {_version(name)}" for name in self.needs)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


ACKED = "konfirmasi = PUBACK dari broker, sebelum tersimpan; tersimpan = commit FULL oleh pelanggan di belakang broker"
FRONT = "TLS di depan, konfirmasi = jawaban sesudah commit"
PEERS = (
    Peer(
        "Reticulum Resource",
        reticulum,
        ("rns",),
        "baris JSON dalam satu Resource (bz2 bawaan; pada rekaman ini lebih kecil dari MessagePack), TCP, enkripsi Link "
        "bawaan tanpa TLS; termasuk path request; konfirmasi = paket balasan sesudah commit",
    ),
    Peer(
        "rows + zstd-19, 1 POST",
        post("rows", 0),
        ("requests", "msgpack", "zstandard"),
        f"larik MessagePack, nama kolom sekali tiap bentuk, tanpa kamus; {FRONT}",
    ),
    Peer("NDJSON + gzip, 1 POST", post("ndjson", 0), ("requests",), f"gzip tingkat 9; {FRONT}"),
    Peer("NDJSON + gzip, 500 per POST", post("ndjson", 500), ("requests",), f"gzip tingkat 9; {FRONT}"),
    Peer(
        "MQTT QoS 1, 500 per pesan gzip",
        mqtt(500, synced.RECORDS),
        ("paho-mqtt",),
        f"20 pesan baris JSON gzip; mosquitto dengan TLS; {ACKED}",
    ),
    Peer(
        "MQTT QoS 1, 1 per pesan",
        mqtt(0, SINGLY),
        ("paho-mqtt",),
        f"JSON, jendela paho bawaan (20); mosquitto dengan TLS; {ACKED}",
        SINGLY,
    ),
)


def rows() -> list[Row]:
    if (why := why_not()) is not None:
        return [skipped("mitra lewat jalur lambat", why)]
    with stage.folder() as root:
        synced.prepare(root / "made")
        own = [_our_run(root, seed) for seed in OUR_SEEDS]
        found = _sent(root)
    return [
        *_our_rows(own),
        *(row for peer in PEERS for row in _rows_beside(peer, found.get(peer.name), own)),
    ]


def _our_run(root: Path, seed: int) -> synced.Run:
    run = synced.over_line(root, synced.ours, seed=seed)
    stage.progress(
        f"kita, konteks {NEWEST}, benih {seed}: {run.took_s:.1f} s, naik {run.up_kb:.1f} kB, beban {os.getloadavg()[0]:.1f}"
    )
    return run


def _sent(root: Path) -> dict[str, Sent]:
    """What each peer that can run did; the longest on one line while the others take turns on another."""
    able = [peer for peer in PEERS if peer.why_not() is None]
    with ThreadPoolExecutor(2) as lanes:
        taken = [(peer, lanes.submit(_one, root, peer)) for peer in reversed(able)]
        return {peer.name: future.result() for peer, future in taken}


def _one(root: Path, peer: Peer) -> Sent:
    sent = peers_ways.over_line(root, peer.way, seed=PEER_SEED)
    stage.progress(
        f"{peer.name}: {sent.kept_s:.1f} s, naik {sent.up_kb:.1f} kB, {sent.messages} pesan, beban {os.getloadavg()[0]:.1f}"
    )
    return sent.times(synced.RECORDS / peer.count) if peer.count else sent


def _how() -> str:
    return (
        f"{synced.RECORDS} rekaman (benih {work.SEED}); {LINE}; byte IP di jalur, dihitung pembentuk jalur sama untuk semua; "
        f"kita: konteks {NEWEST}, disegel tiap bingkai, TLS, tanda terima, sampai unit menyimpan tanda terima terakhir; "
        f"median benih {OUR_SEEDS}"
    )


def _our_rows(own: Sequence[synced.Run]) -> list[Row]:
    """Ours alone, against the goals."""
    how = _how()
    up, took = _middle(own, lambda run: run.up_kb), _middle(own, lambda run: run.took_s)
    worst = max(run.up_kb for run in own), max(run.took_s for run in own)
    name = f"{synced.RECORDS} lewat jalur lambat, konteks {NEWEST}"
    return [
        Row(
            f"{name}: naik (terburuk {worst[0]:.1f})",
            up,
            "kB",
            goal=f"<= {UP_KB} kB",
            met=up <= UP_KB,
            how=how,
        ),
        Row(
            f"{name}: waktu (terburuk {worst[1]:.1f})",
            took,
            "s",
            goal=f"<= {SLOW_S} s",
            met=took <= SLOW_S,
            how=how,
        ),
    ]


def _part(peer: Peer) -> str:
    """What is said where the figures are not of all records."""
    return (
        f"; ~ diukur dengan {peer.count} rekaman, sisanya diekstrapolasi"
        if 0 < peer.count < synced.RECORDS
        else ""
    )


def _middle(own: Sequence[synced.Run], part: Callable[[synced.Run], float]) -> float:
    return median(map(part, own))


def _rows_beside(peer: Peer, sent: Sent | None, own: Sequence[synced.Run]) -> list[Row]:
    """Ours beside that peer's, the peer as the baseline."""
    if sent is None:
        return [skipped(f"kita / {peer.name}", str(peer.why_not()))]
    how = (
        f"{_how()}; dasar: {peer.name} ({peer.made_of()}), benih {PEER_SEED}, waktu sampai semua tersimpan di ujung penerima "
        f"(SQLite WAL FULL), sampai pengirim tahu {sent.told_s:.1f} s; {peer.says}{_part(peer)}"
    )
    figures = (
        ("naik", "kB", _middle(own, lambda run: run.up_kb), sent.up_kb),
        ("turun", "kB", _middle(own, lambda run: run.down_kb), sent.down_kb),
        ("waktu", "s", _middle(own, lambda run: run.took_s), sent.kept_s),
        (
            "konfirmasi 1",
            "s",
            _middle(own, lambda run: run.first_s if run.first_s > 0 else run.took_s),
            sent.first_s,
        ),
        ("permintaan", "", _middle(own, lambda run: run.requests), sent.messages),
    )
    return [
        Row(f"jalur lambat, {what}", value, unit, peer.name, base, how=how)
        for what, unit, value, base in figures
    ]
