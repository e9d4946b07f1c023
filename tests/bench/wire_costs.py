"""The rows about what the wire costs beside bytes: tables, sealing, time, and frames that somebody made up."""

import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from sync.codec import contexts
from sync.codec.contents import decode, encode
from sync.frames import BROADCAST_OVERHEAD, SEAL_OVERHEAD
from tests.bench import wire_forged
from tests.bench.rows import Row, percentile
from tests.bench.wire_work import STRUCTURED, WITH_NOTES, Case, our_load
from tests.workload import OPERATION_START, Setting

TABLES = Path("sync/codec/tables")
SEALED, SIGNED, TABLE_B, MODEL_B, EACH_US, FORGED_US, ROUNDS = 17, 73, 4_000, 20_000, 25, 20, 7


def shipped() -> Iterator[Row]:
    """Bytes of the tables and of the text model, zipped, and what sealing adds."""
    yield Row("segel", SEAL_OVERHEAD, "B", goal=f"{SEALED} B", met=SEAL_OVERHEAD == SEALED)
    yield Row("segel siaran", BROADCAST_OVERHEAD, "B", goal=f"{SIGNED} B", met=BROADCAST_OVERHEAD == SIGNED)
    known = contexts.CONTEXTS.get(contexts.NEWEST)
    if known is None:
        yield Row("tabel", None, "B", how="dilewati: belum ada konteks selain 0")
        return
    for name, file, most in (
        ("tabel, zip", known.tables[0], TABLE_B),
        ("model teks, zip", known.letters[0], MODEL_B),
    ):
        raw = (TABLES / file).read_bytes()
        size = len(zlib.compress(raw, 9))
        yield Row(name, size, "B", "berkas", len(raw), f"<= {most} B", size <= most, file)


def speed() -> Iterator[Row]:
    """Microseconds a record to encode and to decode, warm, frames of 200 bytes."""
    for case in (
        Case(Setting.MATCHED, STRUCTURED),
        Case(Setting.SHIFTED, STRUCTURED),
        Case(Setting.SHIFTED, WITH_NOTES),
    ):
        load = our_load(case)
        frames = [(part, encode(part, start=OPERATION_START, full=False)) for part in load.parts]
        ways: tuple[tuple[str, Callable[[], None]], ...] = (
            ("menulis", lambda frames=frames: _write(frames)),  # type: ignore[misc]
            ("membaca", lambda frames=frames: _read(frames)),  # type: ignore[misc]
        )
        for name, work in ways:
            each_us = _best_s(work) / load.records * 1e6
            how = f"waktu prosesor, terbaik dari {ROUNDS} putaran, {load.records} rekaman, {len(frames)} kerangka"
            yield Row(
                f"{name}, {case.label}",
                each_us,
                "us/rek",
                goal=f"<= {EACH_US} us",
                met=each_us <= EACH_US,
                how=how,
            )


def _write(frames: list[tuple[tuple[object, ...], bytes]]) -> None:
    for part, _ in frames:
        encode(part, start=OPERATION_START, full=False)  # type: ignore[arg-type]


def _read(frames: list[tuple[tuple[object, ...], bytes]]) -> None:
    for _, contents in frames:
        decode(1, contents, start=OPERATION_START)


def _best_s(work: Callable[[], None]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return percentile(times, 0.0)


def forged(count: int) -> Iterator[Row]:
    """Made up, repeated, bent and foreign frames, a quarter each, at a peer and at the center."""
    contents = [
        encode(part, start=OPERATION_START, full=False)
        for part in our_load(Case(Setting.SHIFTED, STRUCTURED)).parts
    ]
    at_peer, at_center = wire_forged.tried(count, contents)
    for name, tally, goal in (("tetangga", at_peer, FORGED_US), ("pusat", at_center, None)):
        how = f"waktu prosesor; {tally.tries} kerangka: diulang, satu bit dibalik, karangan, operasi lain; benih {wire_forged.SEED}; {dict(tally.kinds)}"
        yield Row(
            f"kerangka palsu yang berpengaruh, {name}",
            tally.effects,
            "",
            "",
            None,
            "0",
            tally.effects == 0,
            how,
        )
        met = None if goal is None else tally.each_us <= goal
        yield Row(
            f"kerangka palsu, {name}",
            tally.each_us,
            "us",
            goal=f"<= {goal} us" if goal else "",
            met=met,
            how=how,
        )
