"""The certificate that an enrolment brings: signed by the center, renewed in time, small enough for a code."""

from cryptography import x509

from sync.center.authority import LEAF_DAYS
from sync.center.enrolment import current_leaf, enroll
from sync.center.store import Center
from sync.leaf import RENEW_DAYS, days_left
from tests.sync.center.parts import NOW


def test_the_leaf_is_signed_by_the_ca_and_ends_in_time(center: Center) -> None:
    given = enroll(center, "A", address="http://localhost", now=NOW)
    ca = x509.load_pem_x509_certificate(given.ca.encode())
    leaf = x509.load_pem_x509_certificate(given.leaf_cert.encode())
    leaf.verify_directly_issued_by(ca)
    assert (leaf.not_valid_after_utc - leaf.not_valid_before_utc).days <= LEAF_DAYS
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["posko-01.tagana.internal"]
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == ["10.42.0.1"]
    assert leaf.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    assert ca.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign


def test_a_leaf_that_ends_soon_is_renewed_for_the_same_key(center: Center) -> None:
    given = enroll(center, "A", address="http://localhost", now=NOW)
    assert current_leaf(center, 1, now=NOW) == given.leaf_cert.encode()
    later = NOW + (LEAF_DAYS - RENEW_DAYS + 5) * 86_400
    renewed = current_leaf(center, 1, now=later)
    old, new = (x509.load_pem_x509_certificate(pem) for pem in (given.leaf_cert.encode(), renewed))
    assert new.public_key() == old.public_key()
    assert days_left(renewed, later) >= LEAF_DAYS - 2
    assert current_leaf(center, 1, now=later) == renewed


def test_the_longest_enrolment_fits_one_code(center: Center) -> None:
    given = enroll(center, "x" * 60, address="https://" + "a" * 60 + ".example:8443", now=NOW)
    assert int(given.qr().version) <= 40
