"""The center's private CA and the leaves it gives: for its own door, and for each unit's own pages."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_public_key,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CA_YEARS = 10
LEAF_DAYS = 397  # CA/Browser Forum Baseline Requirements 6.3.2: browsers refuse longer ones
BACK_DAYS = 30
"""A certificate is valid from before it was made: clocks of tablets run late."""
DOMAIN = "tagana.internal"
HOTSPOT = "10.42.0.1"  # NetworkManager's shared hotspot
NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8")


@dataclass(frozen=True, slots=True)
class Authority:
    """certificate and key as PEM."""

    certificate: bytes
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Leaf:
    """certificate: PEM. key: PEM, empty where only the certificate was renewed. public: its key, DER."""

    certificate: bytes
    key: bytes = field(repr=False)
    public: bytes = b""


def make_authority(name: str, host: str, now: int) -> Authority:
    """A root on P-256 that may only speak for the center's `host`, our own names and private networks."""
    key = generate_private_key(SECP256R1())
    subject = _subject(f"Tagana {name}")
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    start = _moment(now) - timedelta(days=BACK_DAYS)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * CA_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(sign_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(_permitted(host), None), critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )
    return Authority(made.public_bytes(Encoding.PEM), _pem(key))


def make_leaf(authority: Authority, name: str, addresses: Sequence[str], now: int) -> Leaf:
    """A fresh key and its certificate, for the host `name` (or address) and these IP addresses."""
    key = generate_private_key(SECP256R1())
    return Leaf(certify(authority, key.public_key(), name, addresses, now), _pem(key), _der(key.public_key()))


def renew_leaf(authority: Authority, public: bytes, name: str, now: int) -> bytes:
    """A new certificate (PEM) for the key that the unit has already."""
    key = load_der_public_key(public)
    if not isinstance(key, EllipticCurvePublicKey):
        raise ValueError("a leaf has a key on P-256")
    return certify(authority, key, name, (HOTSPOT,), now)


def certify(
    authority: Authority, public: EllipticCurvePublicKey, name: str, addresses: Sequence[str], now: int
) -> bytes:
    """The certificate of a server."""
    root = x509.load_pem_x509_certificate(authority.certificate)
    key = load_pem_private_key(authority.key, None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise ValueError("the CA has a key on P-256")
    start = _moment(now) - timedelta(days=1)
    names = [_general(each) for each in dict.fromkeys((name, *addresses))]
    made = (
        x509.CertificateBuilder(root.subject, _subject_of(name), public, x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=LEAF_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(sign_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(_identifier_of(root), critical=False)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(Encoding.PEM)


def host_of(unit: int) -> str:
    """The name of a unit's own pages."""
    return f"posko-{unit:02}.{DOMAIN}"


def host_in(certificate: bytes) -> str:
    """The name that a unit's certificate (PEM) was made for: a renewed one keeps it."""
    names = x509.load_pem_x509_certificate(certificate).extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    )
    return str(names.value.get_values_for_type(x509.DNSName)[0])


def _identifier_of(root: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    identifier = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)


def _general(host: str) -> x509.GeneralName:
    """As clients look for it: an address is no name, even where it stands as the common name."""
    return x509.IPAddress(ipaddress.ip_address(host)) if is_address(host) else x509.DNSName(host)


def _permitted(host: str) -> list[x509.GeneralName]:
    networks = [x509.IPAddress(ipaddress.ip_network(each)) for each in NETWORKS]
    own = [x509.IPAddress(ipaddress.ip_network(host)) if is_address(host) else x509.DNSName(host)]
    return [x509.DNSName(DOMAIN), *networks, *own]


def is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _usage(*, sign_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not sign_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=sign_certificates,
        crl_sign=sign_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _subject_of(host: str) -> x509.Name:
    """An address stays out of it: OpenSSL takes one for a name, which the CA's constraints then refuse."""
    return _subject("Tagana (alamat IP)" if is_address(host) else host)


def _moment(now: int) -> datetime:
    return datetime.fromtimestamp(now, UTC)


def _pem(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _der(key: EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
