"""Own numbers that no entry here bears: left out when this unit was put back from a backup, and never given again."""

from field_node.records.kinds import TRACK_START
from field_node.store.connection import Store, writing


def leave_out(store: Store, *, forms: int, tracks: int) -> tuple[range, range]:
    """Goes on so many numbers later on each line; the numbers that are left out."""
    with writing(store):
        form, track = store.run("SELECT next_form, next_track FROM self")[0]
        spans = range(form, form + forms), range(track, track + tracks)
        store.run_many(
            "INSERT OR REPLACE INTO lost (first, stop) VALUES (?, ?)",
            [(one.start, one.stop) for one in spans if one],
        )
        store.run("UPDATE self SET next_form = ?, next_track = ?", (spans[0].stop, spans[1].stop))
    return spans


def lost_forms(store: Store) -> list[range]:
    """The numbers of forms that were left out, lowest first."""
    rows = store.run("SELECT first, stop FROM lost WHERE first < ? ORDER BY first", (TRACK_START,))
    return [range(*row) for row in rows]
