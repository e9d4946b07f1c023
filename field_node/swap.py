"""Puts a restored store in the place of the one that is here: laid ready first, taken at the next start of the processes."""

import fcntl
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from field_node.config import Config
from field_node.store.copying import settle_alone
from field_node.store.errors import StoreBusy

STAGED, READY, SECRETS = "pemulihan", "SIAP", "secrets"
DATABASE = "unit.db"
LOCK = "pemulihan.lock"
OLD = "sebelum-pemulihan"
PATIENCE_S = 600
_log = logging.getLogger(__name__)


class SwapWaits(Exception):
    """A restored store waits for the processes to start anew: this one ends and comes back."""

    permanent = True


def waits(data_dir: Path) -> bool:
    """A restored store lies ready."""
    return (data_dir / STAGED / READY).exists()


def swap_in(config: Config) -> bool:
    """Takes the store that lies ready, if any; what was here is set aside, never deleted. Raises SwapWaits while it is in use.

    A cut at any point is mended by calling this again. What somebody keeps in use for too long stays, so that the unit works again.
    """
    if not waits(config.data_dir):
        return False
    with _alone(config.runtime_dir):
        if not waits(config.data_dir):
            return True
        try:
            _swap(config.data_dir, config.secrets_dir)
        except SwapWaits:
            _give_up_when_late(config)
            raise
    return True


def _give_up_when_late(config: Config) -> None:
    """By two files of one clock: the mark of what lies ready, and the lock as it is touched now."""
    lock = config.runtime_dir / LOCK
    lock.touch()
    if lock.stat().st_mtime - (config.data_dir / STAGED / READY).stat().st_mtime > PATIENCE_S:
        _log.error("a restored store was given up: something kept the old one open for %d s", PATIENCE_S)
        shutil.rmtree(config.data_dir / STAGED)


def _swap(data_dir: Path, secrets_dir: Path) -> None:
    staged, old = data_dir / STAGED, _aside(data_dir)
    here, ready = data_dir / DATABASE, staged / DATABASE
    if ready.exists():
        if here.exists():
            _demand_alone(here)
            here.rename(old / DATABASE)
        ready.rename(here)
    secrets_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted((staged / SECRETS).iterdir()) if (staged / SECRETS).exists() else ():
        mine = secrets_dir / path.name
        if mine.exists() and not (old / path.name).exists():
            shutil.copy2(mine, old / path.name)
        os.replace(path, mine)
    for folder in (secrets_dir, old, data_dir):
        _settle(folder)
    (staged / READY).unlink()
    shutil.rmtree(staged)


def _demand_alone(path: Path) -> None:
    try:
        settle_alone(path)
    except StoreBusy as error:
        raise SwapWaits("another process of the unit still runs") from error


def _aside(data_dir: Path) -> Path:
    """The folder for what was here: the one of a swap that was cut, else a new one."""
    note = data_dir / STAGED / READY
    name = note.read_text(encoding="ascii").strip()
    folder = data_dir / f"{OLD}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def lay_ready(staged: Path, name: str) -> None:
    """From here on what lies in the folder is taken. `name`: of the folder for what it replaces, letters and digits."""
    for path in (*staged.rglob("*"), staged):
        _settle(path)
    (staged / READY).write_text(name, encoding="ascii")
    _settle(staged / READY)
    _settle(staged)


def _settle(path: Path) -> None:
    """On the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone(runtime_dir: Path) -> Iterator[None]:
    runtime_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (runtime_dir / LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
