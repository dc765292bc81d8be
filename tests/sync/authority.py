"""Certificates of 127.0.0.1 that no computer trusts by itself, and TLS servers that show them."""

import hashlib
import ssl
from base64 import b64encode
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.sync.scripted_server import Reply, ScriptedServer, running


@dataclass(frozen=True, slots=True)
class Certificate:
    """One file with private key and certificate, signed by nobody but itself."""

    file: Path
    pin: str

    def server_context(self) -> ssl.SSLContext:
        """For a server that shows it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        return context


def make_certificate(file: Path) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"Invented {file.stem}")])
    now = datetime.now(UTC)
    host = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(host, critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + built.public_bytes(serialization.Encoding.PEM))
    spki = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return Certificate(file, f"sha256/{b64encode(hashlib.sha256(spki).digest()).decode()}")


@contextmanager
def secured(certificate: Certificate, *script: Reply) -> Generator[ScriptedServer]:
    """A scripted server that speaks TLS."""
    server = ScriptedServer(*script)
    server.socket = certificate.server_context().wrap_socket(server.socket, server_side=True)
    with running(server):
        yield server
