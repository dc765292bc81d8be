"""Signs programs, the setup and the MSI by osslsigncode, and sees that the signatures hold.

The certificate is a PFX with its whole chain. Without one a certificate for trying is made, which
no Windows trusts. The time in a signature is the commit's, so that the same certificate signs the
same file twice alike; a time stamp of somebody else (`--timestamp`) makes every build different.
"""

import os
import shlex
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    load_pkcs12,
    serialize_key_and_certificates,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from installer.artefact import Request
from installer.step import PackagingError, run

PASSWORD_VARIABLE: Final = "LOKET_CERTIFICATE_PASSWORD"  # noqa: S105 - a name
AUTHORITIES: Final = Path("/etc/ssl/certs/ca-certificates.crt")
TEST_CERTIFICATE: Final = Path("build") / "keys" / "code-signing-test.pfx"
TEST_NAME: Final = "Loket, NOT FOR USE IN OFFICES"
_TEST_PASSWORD: Final = "for trying"  # noqa: S105 - it guards a key that nobody trusts
_PRIVATE: Final = 0o600


@dataclass(frozen=True, slots=True)
class Signer:
    """A certificate and what goes with it. `password` and `authorities` are files."""

    certificate: Path
    password: Path
    authorities: Path
    epoch: int
    timestamp: str | None = None

    def sign(self, file: Path) -> Path:
        """Sign a program or an MSI where it lies, and verify it; raise PackagingError."""
        signed = file.with_name(f"{file.name}.signed")
        signed.unlink(missing_ok=True)
        run(self._signing(str(file), str(signed)))
        run(self._verifying(str(signed)))
        signed.replace(file)
        os.utime(file, (self.epoch, self.epoch))
        return file

    def line_for_shell(self, file: str) -> str:
        """The same as a line of a shell, for whoever makes the file in the middle of its work."""
        signed = f"{file}.signed"
        line = " && ".join(map(shlex.join, (self._signing(file, signed), self._verifying(signed))))
        return f"{line} && mv -f {shlex.quote(signed)} {shlex.quote(file)}"

    def _signing(self, file: str, signed: str) -> Sequence[str]:
        container = ["-pkcs12", str(self.certificate), "-readpass", str(self.password)]
        what = ["-h", "sha256", "-n", "Loket", "-time", str(self.epoch)]
        stamp = ["-ts", self.timestamp] if self.timestamp else []
        return ["osslsigncode", "sign", *container, *what, *stamp, "-in", file, "-out", signed]

    def _verifying(self, signed: str) -> Sequence[str]:
        trusted = ["-CAfile", str(self.authorities), "-ignore-timestamp"]
        return ["osslsigncode", "verify", *trusted, "-in", signed]


@contextmanager
def signer_of(request: Request) -> Generator[Signer]:
    """The signer that is asked for, or one for trying. Its password lies in no folder afterwards.

    Raises PackagingError where the certificate or its password cannot be used.
    """
    with tempfile.TemporaryDirectory(prefix="loket-sign-") as name:
        folder = Path(name)  # nobody else may enter it
        certificate, password = _certificate(request)
        chain = _chain(certificate, password)
        (folder / "password").touch(_PRIVATE)
        (folder / "password").write_text(password, "utf-8")
        authorities = AUTHORITIES.read_bytes() if AUTHORITIES.exists() else b""
        (folder / "authorities.pem").write_bytes(authorities + chain)
        files = (folder / "password", folder / "authorities.pem")
        yield Signer(certificate, *files, request.epoch, request.timestamp)


def _certificate(request: Request) -> tuple[Path, str]:
    if request.certificate is None:
        return _test_certificate(request.root), _TEST_PASSWORD
    if request.certificate_password is None:
        return request.certificate, os.environ.get(PASSWORD_VARIABLE, "")
    try:
        return request.certificate, request.certificate_password.read_text("utf-8").strip()
    except OSError as error:
        raise PackagingError(f"{request.certificate_password}: {error.strerror}") from error


def _chain(certificate: Path, password: str) -> bytes:
    """All certificates of a PFX, as PEM."""
    try:
        content = load_pkcs12(certificate.read_bytes(), password.encode() or None)
    except (OSError, ValueError) as error:
        how = f"its password comes by --certificate-password or {PASSWORD_VARIABLE}"
        raise PackagingError(f"{certificate} cannot be opened ({error}); {how}") from error
    if content.key is None or content.cert is None:
        raise PackagingError(f"{certificate} holds no certificate with its key")
    every = [content.cert, *content.additional_certs]
    return b"".join(one.certificate.public_bytes(Encoding.PEM) for one in every)


def _test_certificate(root: Path) -> Path:
    path = root / TEST_CERTIFICATE
    print(
        f"NOT FOR USE IN OFFICES: signed with a certificate for trying, {path}; see --certificate"
    )
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(_PRIVATE)
        path.write_bytes(_made_certificate())
    return path


def _made_certificate() -> bytes:
    """A PFX that signs itself; valid whatever commit it dates files by."""
    key = generate_private_key(public_exponent=65537, key_size=3072)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, TEST_NAME)])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    certificate = (
        builder.not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2050, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
        .sign(key, SHA256())
    )
    lock = BestAvailableEncryption(_TEST_PASSWORD.encode())
    return serialize_key_and_certificates(b"Loket", key, certificate, None, lock)
