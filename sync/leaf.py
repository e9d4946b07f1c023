"""The certificate of a unit's own pages: when it ends, and whether another may take its place."""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from sync.errors import SyncError

RENEW_DAYS = 60


class BadLeaf(SyncError):
    """A certificate that may not take the place of the unit's own; the message says why."""

    permanent = True


def days_left(certificate: bytes, now: int) -> int:
    """Whole days until a PEM certificate ends; below 0 when it has."""
    return (x509.load_pem_x509_certificate(certificate).not_valid_after_utc - _moment(now)).days


def demand_better(new: bytes, old: bytes, *, key: bytes, ca: bytes, now: int) -> None:
    """Raises BadLeaf unless `new` (all PEM) is for the same key and names as `old`, chains to `ca` and ends later."""
    try:
        fresh, mine = x509.load_pem_x509_certificate(new), x509.load_pem_x509_certificate(old)
    except ValueError as error:
        raise BadLeaf("no certificate") from error
    if fresh.public_key() != load_pem_private_key(key, None).public_key():
        raise BadLeaf("another key")
    if _names(fresh) != _names(mine):
        raise BadLeaf("another name")
    if fresh.not_valid_after_utc <= mine.not_valid_after_utc:
        raise BadLeaf("ends no later")
    _demand_ours(fresh, ca, now)


def _demand_ours(leaf: x509.Certificate, ca: bytes, now: int) -> None:
    policy = PolicyBuilder().store(Store(x509.load_pem_x509_certificates(ca))).time(_moment(now))
    try:
        policy.build_server_verifier(_names(leaf)[0]).verify(leaf, [])
    except (VerificationError, IndexError) as error:
        raise BadLeaf("not signed by our center") from error


def _names(certificate: x509.Certificate) -> list[x509.DNSName]:
    """The host names it is for; none where it says none."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [x509.DNSName(name) for name in names.get_values_for_type(x509.DNSName)]


def _moment(now: int) -> datetime:
    return datetime.fromtimestamp(now, UTC)
