"""What can go wrong with a backup; each message is an Indonesian sentence for the technician."""

from sync.errors import SyncError


class BackupError(SyncError):
    """The root of the tree."""

    permanent = True


class NoPlace(BackupError):
    """No stick is there, or it cannot be written."""


class NotABackup(BackupError):
    """The file is none, or it is torn, or its bytes changed since it was written."""


class OtherKey(BackupError):
    """It is of another unit, or this device has no key for it."""


class WouldLose(BackupError):
    """This device holds entries that the backup lacks: a person must say that they may go."""
