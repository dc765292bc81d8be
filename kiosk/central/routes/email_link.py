"""The page behind the link in a mail: one button, no script, nothing from elsewhere.

It says in Indonesian, and below in English, what the button does or what became of the link. No
name and no address stands there: whoever has the mail may not be the resident.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from kiosk.central.messages.email_links import LinkState
from kiosk.central.messages.issuing import LINK_PATH
from kiosk.central.web.access import CentreOf

router = APIRouter(include_in_schema=False)  # for residents' browsers, no kiosk calls it


@dataclass(frozen=True, slots=True)
class _Saying:
    status: HTTPStatus
    title: str
    sentence: str
    english: str


_SAYINGS: Final[Mapping[LinkState, _Saying]] = {
    LinkState.WAITING: _Saying(
        HTTPStatus.OK,
        "Konfirmasi e-mail Anda",
        "Apakah Anda mendaftar Kartu Prakerja? Jika ya, tekan tombol ini.",
        "Did you register for Kartu Prakerja? If so, press the button to confirm your e-mail.",
    ),
    LinkState.CONFIRMED: _Saying(
        HTTPStatus.OK,
        "E-mail Anda sudah dikonfirmasi",
        "Terima kasih. Pendaftaran Anda berlanjut. Halaman ini boleh ditutup.",
        "Your e-mail is confirmed. Your registration goes on. You may close this page.",
    ),
    LinkState.OLD: _Saying(
        HTTPStatus.GONE,
        "Tautan ini sudah tidak berlaku",
        "Datanglah ke loket dan bawa tiket Anda. Di sana Anda mendapat kode baru.",
        "This link is too old. Come to the counter with your ticket to get a new code.",
    ),
    LinkState.CHANGED: _Saying(
        HTTPStatus.GONE,
        "Alamat e-mail Anda sudah diganti",
        "Tautan ini untuk alamat yang lama. Bukalah e-mail terbaru di alamat yang baru.",
        "Your e-mail address was changed since. Open the newest e-mail at the new address.",
    ),
    LinkState.UNKNOWN: _Saying(
        HTTPStatus.NOT_FOUND,
        "Tautan ini tidak dikenal",
        "Salin seluruh tautan dari e-mail Anda, atau datanglah ke loket.",
        "This link is unknown. Copy all of it from your e-mail, or come to the counter.",
    ),
}
_STYLE: Final = """
body { margin: 0; background: #fff; color: #1a1a1a; font: 1.25rem/1.6 sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { font-size: 1.75rem; line-height: 1.3; }
button { font: inherit; font-weight: bold; width: 100%; min-height: 3.5rem; padding: .75rem 1rem;
  border: 0; border-radius: .5rem; background: #0b5394; color: #fff; cursor: pointer; }
button:focus-visible { outline: .25rem solid #1a1a1a; outline-offset: .25rem; }
[lang=en] { color: #4a4a4a; font-size: 1rem; }
@media (prefers-color-scheme: dark) {
  body { background: #121212; color: #f2f2f2; }
  [lang=en] { color: #c4c4c4; }
  button { background: #9cc9f5; color: #10202f; }
  button:focus-visible { outline-color: #f2f2f2; }
}
"""
_BUTTON: Final = '<form method="post"><button type="submit">Konfirmasi e-mail saya</button></form>'
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS: Final = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address itself is the secret
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


@router.get(LINK_PATH + "{secret}")
def show(centre: CentreOf, secret: str) -> HTMLResponse:
    """Say what the button does. Following a link changes nothing."""
    return _page(centre.email_links.look(secret))


@router.post(LINK_PATH + "{secret}")
def confirm(centre: CentreOf, secret: str) -> HTMLResponse:
    """Confirm the mailbox that the link was sent to."""
    return _page(centre.email_links.confirm(secret))


def _page(state: LinkState) -> HTMLResponse:
    saying = _SAYINGS[state]
    button = _BUTTON if state is LinkState.WAITING else ""
    page = f"""<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{saying.title}</title>
<style>{_STYLE}</style>
</head>
<body><main>
<h1>{saying.title}</h1>
<p>{saying.sentence}</p>
{button}
<p lang="en">{saying.english}</p>
</main></body>
</html>
"""
    return HTMLResponse(page, status_code=saying.status, headers=_HEADERS)
