"""Whose an envelope is can be read from any envelope, and from nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.open_header import LONGEST_HEADER, OpenHeader, read_open_header
from kiosk.store.store import Store
from kiosk.sync.sealing import MAX_HEADER_BYTES, parse_envelope
from tests.store.counter import NOW, submission_id
from tests.store.sealing import DEVICE, sealed_part


def test_what_is_sealed_says_whose_it_is(store: Store) -> None:
    part = sealed_part(store, 1, "photo", 3)
    header = store.envelopes.header(part.sha256)
    assert header == OpenHeader(DEVICE, submission_id(1), "photo", 3, NOW)


def test_it_says_the_same_as_the_sealed_header(store: Store) -> None:
    envelope = store.envelopes.read(sealed_part(store, 1, "form").sha256)
    sealed, opened = parse_envelope(envelope).header, read_open_header(envelope)
    assert opened is not None
    assert (opened.device, opened.submission) == (sealed.device, sealed.submission)
    assert (opened.part, opened.revision) == (sealed.part, sealed.revision)
    assert opened.made_at == sealed.made_at


def test_the_beginning_is_enough(store: Store) -> None:
    envelope = store.envelopes.read(sealed_part(store, 1, "form").sha256)
    assert read_open_header(envelope[:LONGEST_HEADER]) == read_open_header(envelope)
    assert LONGEST_HEADER >= MAX_HEADER_BYTES + 7


@given(st.binary(max_size=700), st.booleans())
def test_bytes_of_anybody_are_no_header_and_no_fault(content: bytes, begins_well: bool) -> None:
    assert read_open_header((b"LKTE\x01\x00\xff" if begins_well else b"") + content) is None


@given(st.text(max_size=40), st.sampled_from(["device", "part", "revision", "made_at"]))
def test_a_header_with_another_value_is_read_or_none(value: str, name: str) -> None:
    fields = {
        "device": str(DEVICE),
        "submission": str(submission_id(1)),
        "part": "form",
        "revision": "1",
        "made_at": NOW.isoformat(),
        name: value,
    }
    content = str(fields).replace("'", '"').encode()
    beginning = b"LKTE\x01" + len(content).to_bytes(2, "big") + content
    assert isinstance(read_open_header(beginning), OpenHeader | None)
