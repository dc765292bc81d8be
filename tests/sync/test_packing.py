"""What lies in an envelope beside the JSON: the picture as it is, and nothing else."""

import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.forms import KtpForm, PatchedAnswers, PatchForm, PhotoForm
from kiosk.sync.packing import Packed, pack, unpack
from kiosk.sync.protocol import ContentType
from tests.central.clock import MORNING
from tests.central.residents import Resident, card_of, form_of, photo_of

ID = UUID(int=8)


def patch_of(**changes: object) -> PatchForm:
    return PatchForm(
        submission_id=ID,
        number=2,
        made_at=MORNING,
        assisted_by=None,
        changes=PatchedAnswers.model_validate(changes),
        confirmed_warnings=[],
    )


@given(jpeg=st.binary(max_size=300))
def test_a_picture_is_read_as_it_was_laid_out(jpeg: bytes) -> None:
    packed = pack(photo_of(ID, jpeg=jpeg))
    assert packed.content_type is ContentType.PICTURE
    assert packed.content.endswith(jpeg)
    assert unpack(packed, PhotoForm) == photo_of(ID, jpeg=jpeg)


def test_the_card_of_a_correction_is_read_as_it_was_laid_out() -> None:
    patch = patch_of(ktp=card_of(ID, 2), kk="3510091203159002", kk_is_latest=True)
    assert unpack(pack(patch), PatchForm) == patch


def test_a_correction_without_a_card_and_a_form_are_plain_json() -> None:
    patch = patch_of(kk="3510091203159002", kk_is_latest=True)
    for message in (patch, form_of(Resident(), ID)):
        packed = pack(message)
        assert packed.content_type is ContentType.JSON
        assert json.loads(packed.content)["submission_id"] == str(ID)
    assert unpack(pack(patch), PatchForm) == patch


def test_a_picture_adds_four_bytes_to_its_json_and_its_jpeg() -> None:
    photo = photo_of(ID, jpeg=bytes(70_000))
    assert len(pack(photo).content) == 4 + len(photo.model_dump_json()) + 70_000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x00",
        b"\xff\xff\xff\xff{}",
        bytes(4) + b"{}",
        b"\x00\x00\x00\x02{}" + b"\xff\xd8\xff",
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        unpack(Packed(ContentType.PICTURE, content), KtpForm)


def test_a_picture_inside_the_json_is_refused() -> None:
    inside = json.loads(photo_of(ID).model_dump_json()) | {"jpeg": "aGFsbG8="}
    with pytest.raises(ValueError, match="does not travel"):
        unpack(Packed(ContentType.JSON, json.dumps(inside).encode()), PhotoForm)


def test_a_picture_beside_a_correction_that_has_no_card_is_refused() -> None:
    head = patch_of(kk="3510091203159002").model_dump_json().encode()
    content = len(head).to_bytes(4, "big") + head + b"\xff\xd8\xff"
    with pytest.raises(ValueError, match="of nothing"):
        unpack(Packed(ContentType.PICTURE, content), PatchForm)
