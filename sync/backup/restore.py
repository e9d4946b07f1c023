"""A backup put back: looked through, compared with what is here, and laid ready under numbers that were never given."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from field_node import swap
from field_node.clock import UnitClock, boot_id, since_boot, unit_clock
from field_node.config import Config
from field_node.opened import DATABASE, KEY
from field_node.records.message import Message
from field_node.store import journal, status
from field_node.store.boots import StoreBoots
from field_node.store.connection import Store, open_store, writing
from field_node.store.copying import Lacking, content, lacking, next_numbers, sound_content
from field_node.store.errors import StoreError, StoreFull
from field_node.store.locker import load_locker
from field_node.store.lost import leave_out
from field_node.swap import Note
from sync import enrolment
from sync.backup import box, photos
from sync.backup.box import Facts
from sync.backup.errors import FULL, BackupError, NoRoomHere, OtherKey, WouldLose
from sync.backup.make import FULL_HERE
from sync.backup.packing import SECRETS, unpack
from sync.enrolment import NotEnrolled
from sync.unit_end import COPY

FORMS_A_DAY, TRACKS_BESIDE = 4_096, 4_096
DENSEST_S = 1
"""Between two points of a trail: the least that the setting track.every_s may be, on whatever card they were made."""
UNKNOWN_DAYS = 90
"""How old a backup is taken to be when no clock can say it: an operation lasts no longer."""
DAY_S = 86_400
ROW = "pemulihan"
CLEARED = ("reserved", COPY)
"""Of the ledger: how far counters went since is not known, and this card has just been told to go on."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What lies ready. `loss`: what goes with it; `left_out`: own numbers of forms that are never given again; `photos`: files that came back."""

    facts: Facts
    loss: Lacking
    left_out: range
    photos: int


def restore(
    config: Config, path: Path, *, code: str = "", lose: int | bool = False, now: int | None = None
) -> Restored:
    """Lays the backup ready; `swap.swap_in` takes it once no process holds the data. Nothing here changes before that.

    `code`: the center's recovery code, for a device that is no unit yet. `lose`: a person has said that what only this
    device holds may go: all of it, or no more than so many typed entries. `now`: UTC seconds of a clock that is right, None without one. Raises BackupError.
    """
    staged = config.data_dir / swap.STAGED
    try:
        with _emptied(staged):
            return _restored(config, path, (code, lose, now))
    except OSError as error:
        why = (
            FULL_HERE
            if error.errno in FULL
            else "USB tercabut atau tidak bisa dibaca. Pasang lagi, lalu ulangi."
        )
        raise BackupError(f"Pemulihan tidak jadi. {why}") from error
    except StoreFull as error:
        raise NoRoomHere(f"Pemulihan tidak jadi. {FULL_HERE}") from error
    except StoreError as error:
        raise BackupError("Isi cadangan ini rusak. Pakai cadangan lain. Data unit tidak berubah.") from error


def _restored(config: Config, path: Path, asked: tuple[str, int | bool, int | None]) -> Restored:
    code, lose, now = asked
    staged = config.data_dir / swap.STAGED
    with path.open("rb") as file:
        facts, about = box.read_head(file)
        unpack(file, _key(config, facts, code), about, staged)
    sound_content(staged / DATABASE, load_locker(staged / SECRETS / KEY))
    loss = _loss(config, staged / DATABASE)
    _demand_agreed(loss, lose)
    _keep_own(config.secrets_dir, staged / SECRETS)
    left_out = _made_ready(config, staged, facts, now)
    key = load_locker(staged / SECRETS / KEY).photos_key
    came = photos.keep(path.parent, config.data_dir, key).copied
    name = _free_name(config.data_dir, facts.made_at)
    swap.lay_ready(staged, Note(name, loss.forms, lose is not False, boot_id(), since_boot()))
    return Restored(facts, loss, left_out, came)


def _free_name(data_dir: Path, made_at: int) -> str:
    """Of a folder that holds nothing yet: what an earlier restore of the same backup set aside stays."""
    names = (f"{made_at}-{number}" if number else str(made_at) for number in count())
    return next(name for name in names if not (data_dir / f"{swap.OLD}-{name}").exists())


def _demand_agreed(loss: Lacking, lose: int | bool) -> None:
    """Raises WouldLose for more than a person has seen and agreed to."""
    if not loss.entries or lose is True or (lose is not False and loss.forms <= lose):
        return
    raise WouldLose(
        f"Di unit ini ada {loss.entries} catatan sesudah cadangan itu, {loss.unsent} di antaranya belum diterima pusat."
        " Ekspor dulu ke USB, lalu setujui kehilangan itu.",
        loss.forms,
    )


def _key(config: Config, facts: Facts, code: str) -> bytes:
    """Raises OtherKey, EnrolmentError."""
    try:
        keys = enrolment.read(config.secrets_dir).keys
    except NotEnrolled as error:
        if not code:
            raise OtherKey(
                "Perangkat ini belum terdaftar: pakai berkas pendaftaran unit itu, atau kode pemulihan dari pusat."
            ) from error
        return box.key_of_code(code)
    if code and (facts.operation, facts.unit) == (keys.operation.hex(), keys.unit):
        return box.key_of_code(code)
    return box.key_of_unit(facts, keys)


def _loss(config: Config, copy: Path) -> Lacking:
    here = config.data_dir / DATABASE
    return lacking(here, copy) if here.exists() else Lacking()


def _keep_own(secrets_dir: Path, staged: Path) -> None:
    """What this device holds already is newer, but the key of the store: only it opens the store that comes back."""
    for path in staged.iterdir():
        if path.name != KEY and (secrets_dir / path.name).exists():
            path.unlink()


def _made_ready(config: Config, staged: Path, facts: Facts, now: int | None) -> range:
    """Numbers that may have been given since are left out, and the first record says so."""
    locker = load_locker(staged / SECRETS / KEY)
    with closing(open_store(staged / DATABASE, staged / "unit.lock", locker=locker)) as store:
        days = _days(facts, now)
        here = _ends_here(config, facts.unit)
        before = content(store)
        forms = max(days * FORMS_A_DAY, here[0] - before.next_form)
        tracks = max(_points(days), here[1] + TRACKS_BESIDE - before.next_track)
        with writing(store):
            left_out, _ = leave_out(store, forms=forms, tracks=tracks)
            _forget(store, facts.made_at)
            store.run_many(
                "DELETE FROM uplink WHERE unit = ? AND name = ?", [(facts.unit, name) for name in CLEARED]
            )
            clock = unit_clock(StoreBoots(store, boot_id()), trust=config.clock.trust)
            _say(store, clock, facts, left_out)
    (staged / "unit.lock").unlink()
    return left_out


def _forget(store: Store, made_at: int) -> None:
    """What processes and pages said and asked at the moment of the copy is of another time; tablets sign in anew.

    Of a fault that lasted then nobody knows more than that.
    """
    for sql in ("DELETE FROM session", "DELETE FROM status", "DELETE FROM request"):
        store.run(sql)
    store.run("UPDATE trouble SET until = max(since, ?) WHERE until IS NULL", (made_at,))


def _say(store: Store, clock: UnitClock, facts: Facts, left_out: range) -> None:
    """To the center as a record, to the pages as a state."""
    stamp = clock.stamp()
    said = {
        "made_at": facts.made_at,
        "entries": facts.entries,
        "first": left_out.start,
        "stop": left_out.stop,
    }
    status.say(store, ROW, said, stamp.made_at)
    last = {"at": facts.made_at, "entries": facts.entries, "photos": facts.photos}
    status.say(store, "cadangan", {"last": last}, stamp.made_at)
    isi = f"Unit dipulihkan dari cadangan. Nomor {left_out.start} sampai {left_out.stop - 1} dilewati."
    journal.append(store, Message(isi=isi, kepada=0), stamp=stamp)


def _days(facts: Facts, now: int | None) -> int:
    """Days since the backup, rounded up, one more than that."""
    if now is None or not facts.trusted or now < facts.made_at:
        return UNKNOWN_DAYS
    return (now - facts.made_at) // DAY_S + 2


def _points(days: int) -> int:
    return days * DAY_S // DENSEST_S + TRACKS_BESIDE


def _ends_here(config: Config, unit: int) -> tuple[int, int]:
    """The numbers that the store of this device would give next, if it is of the same unit."""
    here = config.data_dir / DATABASE
    return next_numbers(here, unit) if here.exists() else (0, 0)


@contextmanager
def _emptied(staged: Path) -> Iterator[None]:
    """The folder, empty; empty again when nothing comes of it."""
    swap.clear(staged)
    staged.mkdir(mode=0o700, parents=True)
    try:
        yield
    finally:
        if not (staged / swap.READY).exists():
            shutil.rmtree(staged, ignore_errors=True)
