"""A real coturn on one of the hosts, with a certificate of its own."""

from __future__ import annotations

import datetime as dt
import ipaddress
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.domain.clock import SystemClock
from kiosk.protocol.socket import IceServer
from kiosk.server.signalling.ice import IceServers
from tests.network.hosts import Host

SECRET = "a secret of the test"
PORT, TLS_PORT = 3478, 5349


@dataclass(frozen=True, slots=True)
class Turn:
    host: Host
    certificate: Path
    log: Path

    def servers(self, secret: str = SECRET) -> Sequence[IceServer]:
        """As the central server tells them: by UDP, TCP and TLS."""
        address = self.host.address
        urls = (
            f"turn:{address}:{PORT}?transport=udp",
            f"turn:{address}:{PORT}?transport=tcp",
            f"turns:{address}:{TLS_PORT}?transport=tcp",
        )
        return IceServers(turn_urls=urls, turn_secret=secret).for_call(SystemClock().now())


def _certificate(address: str, folder: Path) -> tuple[Path, Path]:
    """(certificate, key), good for this address and an hour, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "turn of the test")])
    now = SystemClock().now()
    found = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "turn.pem", folder / "turn.key"
    certificate.write_bytes(found.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


@contextmanager
def coturn(host: Host, folder: Path) -> Iterator[Turn]:
    """coturn as docs/operators/turn.md sets it up, until the end of the block."""
    certificate, key = _certificate(host.address, folder)
    log = folder / "turn.log"
    config = folder / "turnserver.conf"
    config.write_text(
        f"listening-ip={host.address}\nrelay-ip={host.address}\n"
        f"listening-port={PORT}\ntls-listening-port={TLS_PORT}\n"
        f"cert={certificate}\npkey={key}\n"
        f"use-auth-secret\nstatic-auth-secret={SECRET}\nrealm=kiosk.test\n"
        f"no-cli\nno-multicast-peers\nverbose\nlog-file=stdout\n"
        f"userdb={folder / 'turndb'}\npidfile={folder / 'turn.pid'}\n"
    )
    with log.open("w") as out:
        process = subprocess.Popen(
            host.command("turnserver", "-c", str(config)), stdout=out, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_it_listens(host, process, log)
            yield Turn(host, certificate, log)
        finally:
            process.terminate()
            process.wait(5)


def _wait_until_it_listens(host: Host, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 10
    wanted = (f"{host.address}:{PORT}", f"{host.address}:{TLS_PORT}")
    while process.poll() is None and time.monotonic() < deadline:
        listening = subprocess.run(
            host.command("ss", "-Hltn"), capture_output=True, text=True, check=True
        ).stdout
        if all(address in listening for address in wanted):
            return
        time.sleep(0.05)
    raise RuntimeError(f"coturn does not listen: {log.read_text()[-2000:]}")
