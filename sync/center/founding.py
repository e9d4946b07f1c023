"""The beginning of a center: its keys, its CA and the leaf of its own door."""

import secrets
from pathlib import Path

from sync.center.authority import make_authority, make_leaf
from sync.center.enrolment import CA_CERT, CA_KEY
from sync.center.store import begin_operation, secrets_dir, write_secret

DOOR_CERT, DOOR_KEY = "door-cert.pem", "door-key.pem"


def init(folder: Path, name: str, *, host: str, at: int) -> None:
    """Keys, CA and the door's own leaf. Raises FileExistsError."""
    begin_operation(folder, start=at, random=secrets.token_bytes)
    authority = make_authority(name, host, at)
    door = make_leaf(authority, host, (), at)
    for file, content in (
        (CA_CERT, authority.certificate),
        (CA_KEY, authority.key),
        (DOOR_CERT, door.certificate),
        (DOOR_KEY, door.key),
    ):
        write_secret(secrets_dir(folder) / file, content)
