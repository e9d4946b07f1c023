"""Puts a restored store in the place of the one that is here: laid ready first, taken at the next start of the processes."""

import fcntl
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from field_node.clock import boot_id, since_boot
from field_node.config import Config
from field_node.store import requests
from field_node.store.connection import Store
from field_node.store.copying import lacking, overtakes, settle_alone
from field_node.store.durable import settle
from field_node.store.errors import StoreBusy, StoreError

STAGED, READY, SECRETS = "pemulihan", "SIAP", "secrets"
DATABASE = "unit.db"
LOCK = "pemulihan.lock"
OLD = "sebelum-pemulihan"
DROPPED = "pemulihan.batal"
"""The file in the data folder that says why a restored store was given up, until who asked for it has heard."""
PATIENCE_S = 600
GROWN = (
    "Pemulihan dibatalkan: sesudah disetujui, ada catatan baru di unit ini. Tidak ada yang berubah."
    " Ekspor dulu ke USB, atau setujui bahwa catatan itu juga disisihkan."
)
HELD = "Pemulihan dibatalkan: data lama terus dipakai program lain. Tidak ada yang berubah. Mulai ulang unit, lalu coba lagi."
_log = logging.getLogger(__name__)


class SwapWaits(Exception):
    """A restored store waits for the processes to start anew: this one ends and comes back."""

    permanent = True


class _Grown(Exception):
    """Something was recorded here that nobody agreed to lose. `forms`: all that somebody typed and that would go."""

    def __init__(self, forms: int) -> None:
        super().__init__(forms)
        self.forms = forms


@dataclass(frozen=True, slots=True)
class Note:
    """Lies beside what is ready. `name`: of the folder for what it replaces. `forms`: how many own records here may go with it;
    `tracks`: whether points of the trail may. `boot`, `uptime_s`: when it was laid.
    """

    name: str
    forms: int
    tracks: bool
    boot: str
    uptime_s: float


class Dropped(msgspec.Struct, frozen=True):
    """Why a restore came to nothing, and whether a person could agree to lose so many typed entries."""

    problem: str
    would_lose: bool
    forms: int = 0


def waits(data_dir: Path) -> bool:
    """A restored store lies ready."""
    return (data_dir / STAGED / READY).exists()


def swap_in(config: Config, *, uptime: Callable[[], float] = since_boot) -> bool:
    """Takes the store that lies ready, if any; what was here is set aside, never deleted. Raises SwapWaits while it is in use.

    A cut at any point is mended by calling this again. What somebody keeps in use for too long stays, so that the unit works
    again, and so does what has grown since somebody agreed: then False, and `dropped` says why.
    """
    if not waits(config.data_dir):
        return False
    with _alone(config.runtime_dir):
        if waits(config.data_dir):
            _take(config, uptime)
        return not (config.data_dir / DROPPED).exists()


def _take(config: Config, uptime: Callable[[], float]) -> None:
    note = msgspec.json.decode((config.data_dir / STAGED / READY).read_bytes(), type=Note)
    try:
        _swap(config.data_dir, config.secrets_dir, note)
    except _Grown as grown:
        _drop(config.data_dir, Dropped(GROWN, would_lose=True, forms=grown.forms))
    except SwapWaits:
        waited_s = uptime() - (note.uptime_s if note.boot == boot_id() else 0)
        if waited_s > PATIENCE_S:
            _drop(config.data_dir, Dropped(HELD, would_lose=False))
        raise


def _drop(data_dir: Path, why: Dropped) -> None:
    _log.error("a restored store was given up: %s", why.problem)
    (data_dir / DROPPED).write_bytes(msgspec.json.encode(why))
    settle(data_dir / DROPPED)
    clear(data_dir / STAGED)
    settle(data_dir)


def clear(staged: Path) -> None:
    """Nothing lies ready; a cut leaves nothing that would be taken in part."""
    if (staged / READY).exists():
        (staged / READY).unlink()
        settle(staged)
    shutil.rmtree(staged, ignore_errors=True)


def dropped(data_dir: Path) -> Dropped | None:
    """Why the last restore was given up; None when it was not, or was told already."""
    try:
        return msgspec.json.decode((data_dir / DROPPED).read_bytes(), type=Dropped)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def tell_dropped(store: Store) -> None:
    """Who asked for a restore that was given up hears it, once."""
    data_dir = store.path.parent
    why = dropped(data_dir)
    if why is None:
        return
    try:
        requests.overturn(store, "restore", msgspec.to_builtins(why))
        (data_dir / DROPPED).unlink(missing_ok=True)
    except (StoreError, OSError) as error:
        _log.warning("why a restore was given up cannot be told yet: %s", type(error).__name__)


def _swap(data_dir: Path, secrets_dir: Path, note: Note) -> None:
    staged, old = data_dir / STAGED, data_dir / f"{OLD}-{note.name}"
    old.mkdir(mode=0o700, exist_ok=True)
    here, ready = data_dir / DATABASE, staged / DATABASE
    if ready.exists():
        if here.exists():
            _demand_alone(here)
            _demand_agreed(here, ready, note)
            here.rename(old / DATABASE)
        ready.rename(here)
    _swap_secrets(staged / SECRETS, secrets_dir, old)
    for folder in (secrets_dir, old, data_dir):
        settle(folder)
    (data_dir / DROPPED).unlink(missing_ok=True)
    clear(staged)


def _swap_secrets(staged: Path, secrets_dir: Path, old: Path) -> None:
    secrets_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted(staged.iterdir()) if staged.exists() else ():
        mine = secrets_dir / path.name
        if mine.exists() and not (old / path.name).exists():
            shutil.copy2(mine, old / path.name)
        os.replace(path, mine)


def _demand_alone(path: Path) -> None:
    try:
        settle_alone(path)
    except StoreBusy as error:
        raise SwapWaits("another process of the unit still runs") from error


def _demand_agreed(here: Path, ready: Path, note: Note) -> None:
    """Nobody writes any more: what is here now is all that goes."""
    goes = lacking(here, ready)
    if goes.forms > note.forms or (goes.entries > goes.forms and not note.tracks) or overtakes(here, ready):
        raise _Grown(goes.forms)


def lay_ready(staged: Path, note: Note) -> None:
    """From here on what lies in the folder is taken."""
    for path in (*staged.rglob("*"), staged, staged.parent):
        settle(path)
    (staged.parent / DROPPED).unlink(missing_ok=True)
    (staged / READY).write_bytes(msgspec.json.encode(note))
    settle(staged / READY)
    settle(staged)


@contextmanager
def _alone(runtime_dir: Path) -> Iterator[None]:
    runtime_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (runtime_dir / LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
