"""What the enrolment's certificates say in public: names and end of the unit's own, fingerprint of the center's CA."""

from dataclasses import dataclass
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from field_node.web.desk import Desk

GROUP = 4
"""Digits of the fingerprint that are read at once."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The certificate of the unit's own pages. `ends_at`: UTC seconds."""

    names: tuple[str, ...]
    ends_at: int


@dataclass(frozen=True, slots=True)
class Root:
    """The center's CA as a tablet installs it. `groups`: its SHA-256 fingerprint, four hexadecimal digits each."""

    der: bytes
    name: str
    groups: tuple[str, ...]
    ends_at: int


def leaf_here(desk: Desk) -> Leaf | None:
    """The unit's own certificate; None before it was enrolled, or by a center without a CA."""
    return leaf_in(str(desk.enrolled().get("leaf_cert", "")))


def root_here(desk: Desk) -> Root | None:
    """The CA; None as above."""
    return root_in(str(desk.enrolled().get("ca", "")))


@lru_cache(maxsize=4)
def leaf_in(pem: str) -> Leaf | None:
    """None for what is no certificate, or one without names."""
    found = _parsed(pem)
    if found is None:
        return None
    try:
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return None
    hosts = [
        *names.get_values_for_type(x509.DNSName),
        *map(str, names.get_values_for_type(x509.IPAddress)),
    ]
    return Leaf(tuple(hosts), int(found.not_valid_after_utc.timestamp()))


@lru_cache(maxsize=4)
def root_in(pem: str) -> Root | None:
    """None for what is no certificate."""
    found = _parsed(pem)
    if found is None:
        return None
    digits = found.fingerprint(hashes.SHA256()).hex().upper()
    groups = tuple(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))
    name = "".join(str(one.value) for one in found.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME))
    return Root(found.public_bytes(Encoding.DER), name, groups, int(found.not_valid_after_utc.timestamp()))


def _parsed(pem: str) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(pem.encode())
    except ValueError:
        return None
