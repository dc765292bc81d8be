"""The worked examples of docs/protocol.md are true."""

import hashlib
import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.central.batches.draw import selection_order
from kiosk.central.centre import Centre
from kiosk.central.intake.limits import LONGEST_SILENCE_SECONDS
from kiosk.central.outcomes.outcomes import LONGEST_WAIT_SECONDS, PAGE_LENGTH
from kiosk.central.settings.configuration import AccessLimits, CodeLimits, demo_configuration
from kiosk.central.web.app import create_app
from kiosk.central.web.problems import CentreProblemType
from kiosk.conformance.suite import CHAPTERS
from kiosk.domain.consent import ConsentPurpose
from kiosk.domain.patch import PatchField
from kiosk.domain.reason import Reason
from kiosk.domain.recovery import Challenge, parse_challenge, recovery_code
from kiosk.domain.submission import CENTRE_MOVES, CentreState, KioskState
from kiosk.domain.ticket import new_ticket
from kiosk.sync import carrier_messages, forms, heartbeat_messages, protocol
from kiosk.sync.carrier import QUESTION_LASTS
from kiosk.sync.carrier_files import (
    ANSWER_SUFFIX,
    BUNDLE_SUFFIX,
    MAX_ANSWER_BYTES,
    MAX_BUNDLE_BYTES,
    MAX_MANIFEST_BYTES,
    MAX_PARTS,
)
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import Redoable, Wire, base64_bytes
from kiosk.sync.provisioning import (
    MAX_PROVISION_BYTES,
    MAX_QR_BYTES,
    Provisioning,
    open_provisioning,
    sign_provisioning,
)
from kiosk.sync.resumable import SMALL_BODY_BYTES, UploadDescription
from kiosk.sync.sealing import EnvelopeHeader, open_envelope, parse_envelope, public_answer_key
from kiosk.sync.signing import SigningContext, public_key_of, token_statement, verify_bytes
from kiosk.sync.upload import LONGEST_PAUSE_SECONDS, SMALL_PIECE_BYTES, SMALLEST_PIECE_BYTES
from tests.sync.page_blocks import blocks_of, description, made_blocks

PAGE = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text("utf-8")
CENTRE = bytes([7] * 32)
DEVICE = bytes([9] * 32)


def given(name: str) -> list[str]:
    """What stands behind a name in the indented examples."""
    return re.findall(rf"^    {name}\s+(\S.*)$", PAGE, re.MULTILINE)


def test_the_keys_are_what_their_private_halves_make() -> None:
    public = X25519PrivateKey.from_private_bytes(CENTRE).public_key().public_bytes_raw()

    assert given("centre public key") == [public.hex()]
    assert given("device public key") == given("public key") == [public_key_of(DEVICE).hex()]


def test_the_envelope_opens_to_the_content() -> None:
    data = bytes.fromhex("".join(re.findall(r"^    ([0-9a-f]{20,})$", PAGE, re.MULTILINE)))
    envelope = parse_envelope(data)

    assert given("sha256") == [hashlib.sha256(data).hexdigest()]
    assert given("header") == [envelope.header_bytes.decode()]
    assert given("content") == [open_envelope(envelope, CENTRE, public_key_of(DEVICE)).decode()]


def test_the_code_of_the_way_back_is_the_answer_to_the_challenge() -> None:
    challenge = parse_challenge(*given("challenge"))
    (device,) = given("device id")
    device_id, day = UUID(device), date(2026, 3, 2)
    assert isinstance(challenge, Challenge)
    assert challenge.is_of(device_id)
    assert given("code") == [recovery_code(DEVICE, device_id, challenge, day).display]


def test_the_key_of_the_answers_is_made_of_the_devices_own() -> None:
    assert given("answer key") == [public_answer_key(DEVICE).hex()]


def test_the_signatures_verify() -> None:
    outcome, token = map(base64_bytes, given("signature"))
    (payload,), (device_id,), (made_at,) = map(given, ("payload", "device id", "made_at"))

    assert given("context") == [SigningContext.OUTCOME, SigningContext.TOKEN]
    key = public_key_of(DEVICE)
    verify_bytes(payload.encode(), outcome, SigningContext.OUTCOME, key)
    statement = f"{device_id}\n{made_at}".encode()
    verify_bytes(statement, token, SigningContext.TOKEN, key)
    assert statement == token_statement(UUID(device_id), datetime.fromisoformat(made_at))


def test_the_provisioning_file_says_what_stands_below_it() -> None:
    (file,), (says,) = given("file"), given("says")
    provisioning = open_provisioning(file.encode())
    assert isinstance(provisioning, Provisioning)
    assert provisioning.model_dump_json(exclude_defaults=True) == says
    assert sign_provisioning(provisioning, DEVICE) == file.encode()


def test_the_limits_of_the_provisioning_file_are_named() -> None:
    text = " ".join(PAGE.split())
    assert f"more than {MAX_PROVISION_BYTES // 1024} KiB is none" in text
    assert f"at most {MAX_QR_BYTES} bytes, at level L" in text


def test_every_context_and_problem_type_is_described() -> None:
    words = (*SigningContext, *ProblemType, *CentreProblemType)
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_each_problem_type_is_named_by_one_enum_only() -> None:
    assert not {*map(str, ProblemType)} & {*map(str, CentreProblemType)}


def test_every_call_is_listed(tmp_path: Path) -> None:
    with Centre(tmp_path, lambda: datetime.now(UTC), demo_configuration()) as centre:
        paths = create_app(centre).openapi()["paths"]
    served = {
        f"{method.upper()} {path.replace('submission_id', 'id')}"
        for path, methods in paths.items()
        for method in methods
    }
    assert set(re.findall(r"^\| `([A-Z]+ [^?`]+)", PAGE, re.MULTILINE)) == served


def test_every_message_is_described(tmp_path: Path) -> None:
    with Centre(tmp_path, lambda: datetime.now(UTC), demo_configuration()) as centre:
        described = create_app(centre).openapi()["components"]["schemas"]
    messages = {
        name
        for module in (protocol, forms, carrier_messages, heartbeat_messages)
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, Wire)
    }
    assert messages - described.keys() == {"Wire", "PictureForm"}  # bases of others
    assert {"EnvelopeHeader", "Problem"} <= described.keys()
    parts = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(described)))
    assert parts <= described.keys()


def test_every_move_between_states_is_listed() -> None:
    chapter = PAGE[PAGE.index("\n## 10.") : PAGE.index("\n## 11.")]
    rows = re.findall(r"^\| `(\w+)` \| ((?:`\w+`(?:, )?)+|an end) \|$", chapter, re.MULTILINE)
    listed = {state: set(re.findall(r"`(\w+)`", moves)) for state, moves in rows}
    assert listed == {state.value: set(map(str, to)) for state, to in CENTRE_MOVES.items()}


def test_the_limits_of_the_look_ups_are_named() -> None:
    limits = AccessLimits()
    minutes = limits.lookup_window // timedelta(minutes=1)
    told = f"{limits.wrong_tries_per_ticket} and {limits.lookups_per_device} in {minutes} minutes"
    assert told in PAGE


def test_the_limits_of_the_contacts_are_named() -> None:
    limits = AccessLimits()
    minutes = limits.contact_window // timedelta(minutes=1)
    told = f"{limits.contacts_per_device} times in {minutes} minutes"
    assert told in " ".join(PAGE.split())


def test_the_limits_of_the_codes_are_named() -> None:
    limits = CodeLimits()
    minutes = [time // timedelta(minutes=1) for time in (limits.lifetime, limits.cool_down)]
    told = "{} minutes, {} minute, {}, {}, and {} hour".format(
        *minutes, limits.codes, limits.tries, limits.lock_out // timedelta(hours=1)
    )
    assert told in " ".join(PAGE.split())


def test_the_limits_of_the_outcomes_are_named() -> None:
    assert f"{LONGEST_WAIT_SECONDS:g} seconds" in PAGE
    assert f"{PAGE_LENGTH} of them" in PAGE


def test_the_limits_of_the_carrier_are_named() -> None:
    limits = AccessLimits()
    minutes = limits.carrier_window // timedelta(minutes=1)
    text = " ".join(PAGE.split())
    assert f"{limits.carried_per_device} calls that one device signed" in text
    assert (
        f"{limits.strange_per_address} from one address that prove nothing, in {minutes} m" in text
    )
    assert f"at most {limits.longest_question.days})" in text
    assert timedelta(days=7) == QUESTION_LASTS
    assert "good for (seven days" in text


def test_the_limits_of_the_files_on_a_stick_are_named() -> None:
    mebibyte = 1024 * 1024
    for told in (
        f"at most {MAX_MANIFEST_BYTES // mebibyte} MiB",
        f"at most {MAX_PARTS:,}",
        f"at most {MAX_BUNDLE_BYTES // mebibyte // 1024} GiB",
        f"At most {MAX_ANSWER_BYTES // mebibyte} MiB",
        BUNDLE_SUFFIX,
        ANSWER_SUFFIX,
    ):
        assert told in PAGE


def test_the_limits_of_the_uploads_are_named() -> None:
    limits, text = AccessLimits(), " ".join(PAGE.split())
    kibibyte = 1024
    pieces = f"{SMALL_PIECE_BYTES // kibibyte} KiB, then 8, then {SMALLEST_PIECE_BYTES // kibibyte}"
    for told in (
        f"larger than {SMALL_BODY_BYTES // kibibyte} KiB may come",
        f"{limits.upload_lifetime.days} days after its last request",
        f"request, and {limits.uploads_per_device})",
        f"silent for {LONGEST_SILENCE_SECONDS / 60:g} minutes",
        pieces,
    ):
        assert told in text
    assert LONGEST_PAUSE_SECONDS == 0.5
    assert "half a second" in text


def test_what_the_code_can_say_stands_there_as_it_says_it() -> None:
    there, made = blocks_of(PAGE), made_blocks(description())
    assert there.keys() == made.keys()
    assert [name for name, block in made.items() if there[name] != block] == [], (
        "run: python -m tests.sync.page_blocks"
    )


def test_every_chapter_of_the_suite_is_a_chapter_of_the_page() -> None:
    headings = set(re.findall(r"^## (\d+)\. (.+)$", PAGE, re.MULTILINE))
    assert {(str(chapter.number), chapter.title) for chapter in CHAPTERS} <= headings


def test_the_ticket_is_made_of_its_bytes() -> None:
    payload, check = *given("ticket payload"), *given("check character")
    assert new_ticket(bytes(range(1, 7))).code == payload + check


def test_the_draw_puts_them_in_its_order() -> None:
    drawn = [line.split() for line in given("draw")]
    order = [UUID(one) for one, _ in drawn]
    assert selection_order("2026-1", sorted(order)) == order
    for one, digest in drawn:
        assert hashlib.sha256(f"2026-1:{one}".encode()).hexdigest().startswith(digest)


def test_the_announcement_of_an_upload_reads_as_the_envelope() -> None:
    (metadata,), (sha256,) = given("upload metadata"), given("sha256")
    named = UploadDescription.read(metadata, 1)
    envelope = EnvelopeHeader.model_validate_json(*given("header"))
    wanted = (envelope.submission, envelope.part, envelope.revision, sha256)
    assert (named.submission, named.part, named.revision, named.sha256) == wanted
    assert named.metadata() == metadata


def test_every_reason_state_and_act_is_named() -> None:
    words = (*Reason, *CentreState, *KioskState, *Redoable, *PatchField, *ConsentPurpose)
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_the_numbers_that_end_a_wait_are_named() -> None:
    text = " ".join(PAGE.split())
    assert f"a silent body, {LONGEST_SILENCE_SECONDS / 60:g} minutes" in text
    assert f"up to {LONGEST_WAIT_SECONDS:g}, and not buffer" in text


def test_nothing_is_said_twice() -> None:
    prose = [text for text in PAGE.split("\n\n") if not text.startswith(("|", "    ", "<!--"))]
    said = Counter(text.strip() for text in prose if len(text) > 80)
    assert [text[:60] for text, times in said.items() if times > 1] == []
