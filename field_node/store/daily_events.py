"""What happened up to an instant: kejadian, LDP, open needs, warnings with their answers, and what was taken back later."""

from collections.abc import Sequence
from dataclasses import dataclass

from field_node.records import type_by_slug
from field_node.records.kinds import Ref
from field_node.store import journal
from field_node.store.as_of import SHIFT, SHIFT_OF, Stated, made, stated, told
from field_node.store.connection import Store
from field_node.store.folds import key_text
from field_node.store.picking import IN_FORCE, root
from field_node.store.storage import wire_number

NEEDED_S = 3 * 86_400
"""Needs that are older are no longer called urgent."""
SHOWN = 50
DONE = ("terpenuhi", "ditolak")
_FAR = 1 << 61


@dataclass(frozen=True, slots=True)
class Incident:
    """A kejadian by the name of its first statement."""

    ref: Ref
    said: Stated


@dataclass(frozen=True, slots=True)
class Needs:
    """Needs of the last three days that nobody met, the most urgent and newest first. `count`: how many there are in all."""

    count: int
    first: tuple[Stated, ...]


@dataclass(frozen=True, slots=True)
class Danger:
    """A warning of the day; of each place that it names the newest answer up to the cut, None for silence."""

    said: Stated
    answers: tuple[tuple[Ref, Stated | None], ...]


def incidents(store: Store, cut: int) -> tuple[Incident, ...]:
    """Every kejadian in force that had begun."""
    sql = (
        "SELECT p.entry_unit, p.entry_seq FROM kejadian p CROSS JOIN entry e"
        " ON e.unit = p.entry_unit AND e.seq = p.entry_seq AND e.version = 0"
        f" WHERE p.mulai <= ? AND {IN_FORCE} ORDER BY p.mulai, e.pos"
    )
    found = told(store, _refs(store.run(sql, (cut,))))
    return tuple(Incident(root(store, one.entry), one) for one in found)


def sessions(store: Store, after: int, until: int) -> tuple[Stated, ...]:
    """LDP of that stretch, by the instant of which each statement speaks."""
    sql = (
        "SELECT e.entry_unit AS unit, e.entry_seq AS seq FROM ldp e WHERE e.per_waktu > ? AND e.per_waktu <= ?"
        f" AND {IN_FORCE.replace('e.unit', 'e.entry_unit').replace('e.seq', 'e.entry_seq')} ORDER BY e.per_waktu, unit, seq"
    )
    return tuple(told(store, _refs(store.run(sql, (after, until)))))


def needs(store: Store, cut: int) -> Needs:
    """Those whose newest status up to the cut does not close them."""
    params = {"after": cut - NEEDED_S, "until": cut, "cut": cut}
    params["status"] = wire_number(type_by_slug("kebutuhan_status"))
    rows = store.run(_NEEDS.format(made=made(type_by_slug("kebutuhan"))), params)
    return Needs(len(rows), tuple(told(store, _refs(rows[:SHOWN]))))


def dangers(store: Store, after: int, cut: int) -> tuple[Danger, ...]:
    """Warnings that were in force at some time of that stretch and were not withdrawn before its end, the grave ones first."""
    found = told(store, _refs(store.run(_DANGERS, {"after": after, "cut": cut})))
    found.sort(key=lambda one: not getattr(one.entry.record, "grave", False))
    return tuple(_danger(store, one, cut) for one in found)


def _danger(store: Store, said: Stated, cut: int) -> Danger:
    places: Sequence[Ref] = getattr(said.entry.record, "lokasi", None) or ()
    keys = [key_text(said.entry.ref, place) for place in places]
    answers = stated(store, type_by_slug("peringatan_jawab"), (cut,), keys)[0] if keys else []
    by_place = {getattr(one.entry.record, "lokasi", None): one for one in answers}
    return Danger(said, tuple((place, by_place.get(place)) for place in places))


def taken_back(store: Store, cut: int, slugs: Sequence[str]) -> int:
    """How many entries of those types from before the cut were voided after it."""
    numbers = {wire_number(type_by_slug(slug)) for slug in slugs}
    sql = (
        f"SELECT e.unit, e.seq, e.type FROM ({made(type_by_slug('pembatalan'))}) v"
        " CROSS JOIN pembatalan p ON p.entry_unit = v.unit AND p.entry_seq = v.seq"
        " CROSS JOIN entry e ON e.unit = p.entri_unit AND e.seq = p.entri_seq AND e.version = 0"
        f" AND e.made_at + {SHIFT} <= :after"
    )
    return sum(1 for row in store.run(sql, {"after": cut, "until": _FAR}) if row[2] in numbers)


def first_at(store: Store) -> int | None:
    """When the first entry of this unit's journal was made, None while it is empty."""
    first = journal.since(store, 0, 1)
    return told(store, [first[0][1].ref])[0].at if first else None


def _refs(rows: Sequence[Sequence[int]]) -> list[Ref]:
    return [Ref(row[0], row[1]) for row in rows]


_NEEDS = f"""
SELECT m.unit, m.seq FROM ({{made}}) m CROSS JOIN kebutuhan k ON k.entry_unit = m.unit AND k.entry_seq = m.seq
WHERE COALESCE((
    SELECT s.status FROM claim c CROSS JOIN kebutuhan_status s ON s.entry_unit = c.unit AND s.entry_seq = c.seq
    WHERE c.type = :status AND c.key = '["' || m.unit || '-' || m.seq || '"]' AND c.as_of <= :cut
    ORDER BY c.as_of DESC, c.at DESC, c.unit DESC, c.seq DESC LIMIT 1
), '') NOT IN ({", ".join(f"'{status}'" for status in DONE)})
ORDER BY CASE k.prioritas WHEN 'darurat' THEN 0 WHEN 'segera' THEN 1 ELSE 2 END, m.at DESC, m.unit, m.seq
"""
_DANGERS = f"""
SELECT p.entry_unit, p.entry_seq FROM peringatan p
CROSS JOIN entry e ON e.unit = p.entry_unit AND e.seq = p.entry_seq AND e.version = 0
WHERE p.mulai <= :cut AND e.made_at + {SHIFT} <= :cut AND (p.sampai IS NULL OR p.sampai > :after) AND p.dicabut IS NOT 1
AND NOT EXISTS (SELECT 1 FROM pembatalan b WHERE b.entri_unit = e.unit AND b.entri_seq = e.seq)
AND NOT EXISTS (SELECT 1 FROM entry k WHERE k.corrects_unit = e.unit AND k.corrects_seq = e.seq)
AND NOT EXISTS (
    SELECT 1 FROM peringatan q CROSS JOIN entry f ON f.unit = q.entry_unit AND f.seq = q.entry_seq AND f.version = 0
    WHERE q.menggantikan_unit = e.unit AND q.menggantikan_seq = e.seq AND f.made_at + {SHIFT_OF.format(e="f")} <= :cut
)
ORDER BY p.mulai DESC, e.pos DESC
"""
