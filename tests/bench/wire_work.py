"""The work of the wire's bench: seeds, mixes and sets of entries, kept apart from what anything was trained on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from field_node.records.record import Entry
from sync.codec.contexts import OFFERED
from tests.bench.wire_formats import Format, loose, trained
from tests.bench.wire_frames import Load, joined, of_format, ours
from tests.bench.wire_schemas import schemas
from tests.training import train
from tests.workload import Notes, Setting, entries

SEED, UNITS, EACH = 910_001, 6, 500
FRESH = Notes("notes-fresh.txt")
"""By a third hand, never seen by whoever made the text model: no figure was chosen by it."""
DICTIONARY_SEED, DICTIONARY_UNITS, DICTIONARY_FRAME = 510_001, 12, 12
WORDS = {Setting.MATCHED: "cocok", Setting.SHIFTED: "bergeser"}
STRUCTURED, WITH_NOTES, TRAIL = "terstruktur", "12 % catatan", "posisi"
NOTES = {STRUCTURED: 0.0, WITH_NOTES: 0.12, TRAIL: 0.0}


@dataclass(frozen=True, slots=True)
class Case:
    """One mix in one setting."""

    setting: Setting
    mix: str

    @property
    def label(self) -> str:
        return f"{self.mix}, {WORDS[self.setting]}"


CASES = tuple(Case(setting, mix) for mix in NOTES for setting in Setting)


def seeds() -> str:
    """What the tables, the dictionaries and the bench are made from."""
    made = f"tabel 2: {len(train.WORLDS)} dunia, {train.SEED}+1.., kamus {DICTIONARY_SEED}.., bench {SEED}.."
    return f"benih: {made} ({UNITS} unit x {EACH} rekaman)"


@cache
def made(case: Case) -> tuple[tuple[Entry, ...], ...]:
    """The entries of each unit."""
    found = []
    for unit in range(1, UNITS + 1):
        wanted = EACH * 4 if case.mix == TRAIL else EACH
        mine = entries(SEED + unit, case.setting, wanted, unit=unit, notes=NOTES[case.mix], texts_from=FRESH)
        found.append(tuple(one for one in mine if case.mix != TRAIL or one.on_track)[:EACH])
    return tuple(found)


@cache
def our_load(case: Case, contexts: tuple[int, ...] = OFFERED) -> Load:
    """Our frames; each unit fills its own."""
    return joined([ours(list(mine), contexts) for mine in made(case)])


@cache
def load_of(case: Case, name: str) -> Load:
    """The frames of another format."""
    return joined([of_format(formats()[name], mine) for mine in made(case)])


@cache
def formats() -> dict[str, Format]:
    """Every other format by name; those with a dictionary learn from matched frames of other seeds."""
    found = [*loose(), *trained(_to_learn()), *schemas()]
    return {one.name: one for one in found}


def _to_learn() -> list[Sequence[Entry]]:
    found: list[Sequence[Entry]] = []
    for unit in range(1, DICTIONARY_UNITS + 1):
        mine = entries(DICTIONARY_SEED + unit, Setting.MATCHED, 600, unit=unit)
        found += [mine[at : at + DICTIONARY_FRAME] for at in range(0, len(mine), DICTIONARY_FRAME)]
    return found
