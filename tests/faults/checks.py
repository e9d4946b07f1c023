"""What must be true after the kills: compared with what the tablets remember."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from field_node.doctor import examine
from field_node.opened import DATABASE, KEY
from field_node.records.columns import cells, columns
from field_node.records.kinds import PRIVATE, TRACK_START, Ref
from field_node.records.record import Entry, fields
from field_node.store import journal
from field_node.store.connection import Store, open_reader
from field_node.store.locker import load_locker
from sync.center.pull import read_page
from sync.center.query import Query
from sync.center.store import Center, open_center
from tests.faults.rig import Rig

Line = Mapping[str, Any]


def faults_of_unit(rig: Rig, saved: Mapping[str, Ref]) -> list[str]:
    """Saved records that are not in the unit exactly once, gaps in its numbers, whatever `tagana doctor` finds."""
    store = open_reader(rig.config.data_dir / DATABASE, locker=load_locker(rig.config.secrets_dir / KEY))
    try:
        return [*_lost(store, saved), *_gaps(own(store, rig.unit)), *_damage(store)]
    finally:
        store.close()


def _lost(store: Store, saved: Mapping[str, Ref]) -> list[str]:
    written = Counter(_text(entry) for _, entry in journal.since(store, 0, 1 << 20))
    lost = [key for key, ref in saved.items() if _text(journal.entry(store, ref)) != key]
    doubled = [key for key in saved if written[key] > 1]
    return [f"{key} was answered saved as {saved[key]} and is not there" for key in lost] + [
        f"{key} is there {written[key]} times" for key in doubled
    ]


def _text(entry: Entry | None) -> str:
    return str(getattr(entry.record, "isi", "")) if entry else ""


def _gaps(entries: Iterable[Entry]) -> list[str]:
    forms = sorted(entry.seq for entry in entries if entry.seq < TRACK_START)
    dense = forms == list(range(1, len(forms) + 1))
    return [] if dense else [f"numbers are not 1..{len(forms)}: the last is {forms[-1]}"]


def _damage(store: Store) -> list[str]:
    return [finding.sentence for finding in examine(store) if finding.bad]


def own(store: Store, unit: int) -> list[Entry]:
    """The unit's own entries in order of arrival."""
    return [entry for _, entry in journal.since(store, 0, 1 << 20) if entry.unit == unit]


def faults_of_center(rig: Rig) -> list[str]:
    """Entries of the unit that are not at the center exactly once, saying the same, and what nobody saved."""
    store = open_reader(rig.config.data_dir / DATABASE, locker=load_locker(rig.config.secrets_dir / KEY))
    center = open_center(rig.config.center.data_dir)
    try:
        here, there = own(store, rig.unit), feed(center, rig.unit)
        return [*_differences(here, there), *_repeated(there)]
    finally:
        center.close()
        store.close()


def feed(center: Center, unit: int) -> list[Line]:
    """The unit's entries as a puller reads them who follows the cursor in small steps."""
    lines: list[Line] = []
    after = None
    with center.reader.connect() as conn:
        while (page := read_page(conn, Query(after=after, units=(unit,), limit=100))).rows:
            lines += [msgspec.json.decode(row.line) for row in page.rows]
            after = page.next
    return lines


def _differences(here: Iterable[Entry], there: Iterable[Line]) -> list[str]:
    unit = {entry.seq: _said(entry) for entry in here}
    center = {line["seq"]: (line["type"], line["fields"]) for line in there}
    missing, unknown = sorted(unit.keys() - center.keys()), sorted(center.keys() - unit.keys())
    other = [seq for seq in unit.keys() & center.keys() if unit[seq] != center[seq]]
    told = {"not at the center": missing, "that nobody saved": unknown, "another content": other}
    return [f"{what}: {seqs[:10]}" for what, seqs in told.items() if seqs]


def _said(entry: Entry) -> tuple[str, dict[str, Any]]:
    """Its type and what anybody may read of it."""
    record_type = type(entry.record)
    said = zip((column.name for column in columns(record_type)), cells(entry.record), strict=True)
    private = {one.name for one in fields(record_type) if isinstance(one.kind, PRIVATE)}
    return record_type.about.slug, {name: value for name, value in said if name not in private}


def _repeated(lines: Iterable[Line]) -> list[str]:
    seen = Counter((line["seq"], line["version"]) for line in lines)
    more = [f"{seq} version {version}: {count} times" for (seq, version), count in seen.items() if count > 1]
    odd = [f"{seq} has version {version}" for seq, version in seen if version > 0]
    return more + odd
