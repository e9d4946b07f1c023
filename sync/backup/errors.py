"""What can go wrong with a backup; each message is an Indonesian sentence for the technician."""

import errno

from sync.errors import SyncError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
LOCKED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class BackupError(SyncError):
    """The root of the tree."""

    permanent = True


class NoPlace(BackupError):
    """No stick is there, or it cannot be written."""


class NoRoomHere(BackupError):
    """The unit's own card is full."""


class NotABackup(BackupError):
    """The file is none, or it is torn, or its bytes changed since it was written."""


class OtherKey(BackupError):
    """It is of another unit, or this device has no key for it."""


class WouldLose(BackupError):
    """This device holds entries that the backup lacks: a person must say that they may go. `forms`: how many that somebody typed."""

    def __init__(self, sentence: str, forms: int) -> None:
        super().__init__(sentence)
        self.forms = forms


def of_stick(error: OSError) -> NoPlace:
    """What the kernel said of the stick, for a person."""
    stays = "Cadangan yang sudah ada di USB tetap utuh."
    if error.errno in FULL:
        return NoPlace(f"USB penuh. Hapus berkas lain di USB atau pakai USB lain. {stays}")
    if error.errno in LOCKED:
        return NoPlace(f"USB tidak bisa ditulisi: terkunci, atau bukan FAT/exFAT. Pakai USB lain. {stays}")
    return NoPlace(f"USB tercabut atau rusak. Pasang lagi, tunggu 10 detik, lalu coba lagi. {stays}")
