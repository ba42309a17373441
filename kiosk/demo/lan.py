"""HTTPS for the local network: a self-signed certificate, since browsers ask it for a camera."""

from __future__ import annotations

import ipaddress
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk.errors import EnvironmentFault


def own_address() -> str:
    """This machine's address on its local network; asks the routing table, sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1: a route is looked up, no packet leaves
        except OSError:
            raise EnvironmentFault(
                "This machine has no local network. Connect it, or leave --lan out."
            ) from None
        return str(probe.getsockname()[0])


def self_signed(folder: Path, address: str) -> tuple[Path, Path]:
    """(certificate, key) for ``address`` and loopback, valid for 90 days; made anew if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    certificate, key_file = folder / f"lan-{address}.crt", folder / f"lan-{address}.key"
    if certificate.exists() and key_file.exists():
        old = x509.load_pem_x509_certificate(certificate.read_bytes())
        if old.not_valid_after_utc > datetime.now(UTC) + timedelta(days=7):
            return certificate, key_file
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kiosk demo")])
    names: list[x509.GeneralName] = [x509.DNSName("localhost")]
    names += [x509.IPAddress(ipaddress.ip_address(a)) for a in ("127.0.0.1", address)]
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=90))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    key_file.touch(mode=0o600)
    os.chmod(key_file, 0o600)
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    return certificate, key_file
