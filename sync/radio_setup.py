"""What a unit's settings say of its radio: how it must be set, the channel's key, and who holds the radio just now."""

import base64
import binascii
import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from field_node.config import Config
from hardware.radio.provision.found import KEY_BYTES, Wanted
from sync.enrolment import write_whole
from sync.errors import SyncError

KEY_FILE, LOCK_FILE = "radio.key", "radio.lock"


class RadioTaken(SyncError):
    """Another process of this unit holds the radio."""


class BadRadioKey(SyncError):
    """Not a key of 32 bytes; the message is an Indonesian sentence."""

    permanent = True


def wanted(config: Config) -> Wanted:
    """How the radio must be set. Raises BadRadioKey for a damaged file of the key."""
    radio = config.radio
    return Wanted(
        region=radio.region,
        preset=radio.preset,
        channel=radio.channel,
        key=radio_key(config.secrets_dir) or b"",
        channel_num=radio.channel_num,
        band_mhz=radio.band_mhz,
        tx_power_dbm=radio.tx_power_dbm,
        hop_limit=radio.hop_limit,
    )


def radio_key(secrets_dir: Path) -> bytes | None:
    """The operation's channel key; None where none was made or imported. Raises BadRadioKey."""
    try:
        return parsed_key((secrets_dir / KEY_FILE).read_text())
    except FileNotFoundError:
        return None


def parsed_key(text: str) -> bytes:
    """Base64 as Meshtastic shows it, or hex; of several lines the last, as `tagana radio key --show` writes them. Raises BadRadioKey."""
    text = text.strip().rpartition("\n")[2].strip().removeprefix("base64:")
    try:
        key = bytes.fromhex(text) if len(text) == 2 * KEY_BYTES else base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error) as error:
        raise BadRadioKey("Kunci radio tidak terbaca: harus base64 atau hex.") from error
    if len(key) != KEY_BYTES or len(set(key)) == 1:
        raise BadRadioKey(f"Kunci radio harus {KEY_BYTES} byte acak.")
    return key


def keep_key(secrets_dir: Path, key: bytes) -> None:
    """Readable by its owner only."""
    secrets_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(secrets_dir / KEY_FILE, shown_key(key).encode() + b"\n", mode=0o600)


def shown_key(key: bytes) -> str:
    """As Meshtastic shows it."""
    return base64.b64encode(key).decode()


def fingerprint(key: bytes) -> str:
    """By which two people see that their units have the same key; says nothing of the key."""
    digest = hashlib.sha256(b"tagana radio " + key).hexdigest()
    return f"{digest[:4]} {digest[4:8]} {digest[8:12]}"


@contextlib.contextmanager
def holding_radio(config: Config) -> Iterator[None]:
    """This process alone talks to the radio (a second client would throw the first out). Raises RadioTaken."""
    config.runtime_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(config.runtime_dir / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    owner = config.runtime_dir.stat()
    try:
        if os.geteuid() == 0:  # made by an administrator, opened by the unit's processes
            os.fchown(lock, owner.st_uid, owner.st_gid)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise RadioTaken(str(config.runtime_dir / LOCK_FILE)) from error
    finally:
        os.close(lock)
