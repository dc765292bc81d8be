"""The file with the gateways' secrets: read strictly, and never repeated."""

import os
from pathlib import Path

import pytest

from kiosk.central.gateways.accounts import Gateways, Security
from kiosk.central.gateways.config import GATEWAYS_FILE, GatewaysFileError, load_gateways

GOOD = """
[email]
host = "mail.example.com"
sender = "Loket <loket@example.com>"
user = "loket"
password = "canary-1"
bounces = "bounce@example.com"

[sms]
url = "https://sms.example.com/v1/send"
token = "canary-2"
"""


def write(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / GATEWAYS_FILE
    path.write_text(text)
    path.chmod(mode)
    return path


def refusal(folder: Path, text: str) -> str:
    write(folder, text)
    with pytest.raises(GatewaysFileError) as caught:
        load_gateways(folder)
    assert "canary" not in f"{caught.value} {caught.value.__cause__}"
    return str(caught.value)


def test_a_centre_without_the_file_has_no_gateways(tmp_path: Path) -> None:
    assert load_gateways(tmp_path) == Gateways()


def test_a_good_file_says_how_both_channels_travel(tmp_path: Path) -> None:
    write(tmp_path, GOOD)

    gateways = load_gateways(tmp_path)

    assert gateways.email is not None
    assert gateways.sms is not None
    assert (gateways.email.port, gateways.email.security) == (587, Security.STARTTLS)
    assert (gateways.email.password, gateways.sms.token) == ("canary-1", "canary-2")
    assert "canary" not in repr(gateways)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('user = "loket"', 'usr = "canary"', "the key email.usr is unknown"),
        ("[sms]", "[smss]", "the key smss is unknown"),
        ('host = "mail.example.com"', "", "email.host: "),
        ('token = "canary-2"', "", "sms.token: "),
        ('token = "canary-2"', 'token = "canary\\r\\nHost: x"', "sms.token: letters, digits"),
        ("https://sms", "http://canary", "sms.url: an address that begins with https://"),
        ("https://", "https://canary:canary@", "sms.url: an address"),
        ('user = "loket"', 'security = "none"', 'email: security "starttls" or "tls"'),
        ('user = "loket"', 'security = "canary"', "email.security: "),
        ('user = "loket"', "port = 0", "email.port: "),
        ("loket@example.com", "canary", "email.sender: an e-mail address"),
        ('user = "loket"', 'ca_file = "/canary.pem"', "email.ca_file: a PEM file"),
        ('user = "loket"', "user = canary", "is no TOML: at line 5"),
    ],
)
def test_a_mistake_is_named_and_what_was_written_is_not(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert said in refusal(tmp_path, GOOD.replace(old, new))


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a file has no such mode")
def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD, 0o640)
    with pytest.raises(GatewaysFileError, match="chmod 600"):
        load_gateways(tmp_path)


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(GatewaysFileError, match="UTF-8"):
        load_gateways(tmp_path)
