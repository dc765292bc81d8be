"""Signing: with a certificate for trying, with one that is named, and what is refused."""

import shutil
import subprocess
from pathlib import Path

import pytest

from installer.step import PackagingError, run
from installer.windows.sign import PASSWORD_VARIABLE, TEST_CERTIFICATE, TEST_NAME, signer_of
from tests.installer.test_windows_setup import AtOneTime

STUB = Path("/usr/share/nsis/Stubs/zlib-amd64-unicode")  # a small program of Windows
needs_tools = pytest.mark.skipif(
    not (shutil.which("osslsigncode") and STUB.exists()), reason="needs osslsigncode and NSIS"
)


def program(folder: Path) -> Path:
    return Path(shutil.copyfile(STUB, folder / "program.exe"))


@needs_tools
def test_a_signature_holds_until_the_program_is_changed(tmp_path: Path) -> None:
    with signer_of(AtOneTime(tmp_path, "1.2.3")) as signer:
        signed = signer.sign(program(tmp_path))
        check = ["osslsigncode", "verify", "-CAfile", str(signer.authorities), "-in", str(signed)]
        held = subprocess.run(check, capture_output=True, text=True, check=False)
        signed.write_bytes(signed.read_bytes().replace(b"DOS mode", b"XXX mode"))
        changed = subprocess.run(check, capture_output=True, text=True, check=False)
    assert (held.returncode, changed.returncode) == (0, 1)
    assert TEST_NAME in held.stdout


@needs_tools
def test_the_same_certificate_signs_the_same_program_alike(tmp_path: Path) -> None:
    request = AtOneTime(tmp_path, "1.2.3")
    with signer_of(request) as signer:
        first = signer.sign(program(tmp_path)).read_bytes()
    with signer_of(request) as signer:
        assert signer.sign(program(tmp_path)).read_bytes() == first


@needs_tools
def test_a_line_for_the_shell_does_the_same(tmp_path: Path) -> None:
    with signer_of(AtOneTime(tmp_path, "1.2.3")) as signer:
        by_line = program(tmp_path)
        run(["sh", "-c", signer.line_for_shell(str(by_line))])
        lined = by_line.read_bytes()
        assert signer.sign(program(tmp_path)).read_bytes() == lined


def test_a_certificate_for_trying_is_said_loudly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with signer_of(AtOneTime(tmp_path, "1.2.3")):
        assert "NOT FOR USE IN OFFICES" in capsys.readouterr().out


def test_a_wrong_password_is_refused_and_says_how_it_is_given(tmp_path: Path) -> None:
    with signer_of(AtOneTime(tmp_path, "1.2.3")):
        pass
    password = tmp_path / "password"
    password.write_text("something else\n")
    named = AtOneTime(
        tmp_path,
        "1.2.3",
        certificate=tmp_path / TEST_CERTIFICATE,
        certificate_password=password,
    )
    with pytest.raises(PackagingError, match=PASSWORD_VARIABLE), signer_of(named):
        pass
