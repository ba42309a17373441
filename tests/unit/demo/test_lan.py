"""The certificate of ``kiosk demo --lan``: a phone must be able to accept it."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

from kiosk.demo.lan import self_signed

ADDRESS = "192.0.2.17"


def read(certificate: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(certificate.read_bytes())


def test_the_certificate_names_the_machine_and_loopback(tmp_path: Path) -> None:
    certificate, _ = self_signed(tmp_path / "certificates", ADDRESS)
    names = read(certificate).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert names.get_values_for_type(x509.IPAddress) == [
        ipaddress.ip_address("127.0.0.1"),
        ipaddress.ip_address(ADDRESS),
    ]


def test_it_holds_a_season_and_its_key_is_for_the_owner_only(tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path, ADDRESS)
    left = read(certificate).not_valid_after_utc - datetime.now(UTC)
    assert timedelta(days=89) < left <= timedelta(days=90)
    assert key.stat().st_mode & 0o077 == 0
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)


def test_a_second_start_keeps_it_so_that_the_phone_need_not_accept_again(tmp_path: Path) -> None:
    first, _ = self_signed(tmp_path, ADDRESS)
    serial = read(first).serial_number
    second, _ = self_signed(tmp_path, ADDRESS)
    assert read(second).serial_number == serial


def test_another_address_gets_another_certificate(tmp_path: Path) -> None:
    first, _ = self_signed(tmp_path, ADDRESS)
    second, _ = self_signed(tmp_path, "192.0.2.99")
    assert first != second
    assert read(first).serial_number != read(second).serial_number
