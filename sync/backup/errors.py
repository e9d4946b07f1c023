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
    return NoPlace(f"{trouble_of_stick(error)} Cadangan yang sudah ada di USB tetap utuh.")


def trouble_of_stick(error: OSError) -> str:
    """The same of any file on a stick."""
    if error.errno in FULL:
        return "USB penuh. Hapus berkas lain di USB atau pakai USB lain."
    if error.errno in LOCKED:
        return "USB tidak bisa ditulisi: terkunci, atau bukan FAT/exFAT. Pakai USB lain."
    return "USB tercabut atau rusak. Pasang lagi, tunggu 10 detik, lalu coba lagi."


def trouble_of_card(error: OSError) -> str:
    """The same of a file on the unit's own card."""
    if error.errno in FULL:
        return "Ruang simpan unit penuh. Pasang USB, lalu coba lagi."
    return "Kartu unit tidak bisa ditulisi. Pasang USB, lalu coba lagi, dan hubungi teknisi."
