"""The photo rules as the centre sends them."""

import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.profile import (
    CARD_LESS_IS_WORSE,
    CARD_MEASURES,
    LESS_IS_WORSE,
    MEASURES,
    ProfileError,
    find_profile,
    load_profile,
    load_profile_file,
    parse_profile,
)
from kiosk.domain.photo import Limits, PeciRule, PhotoProfile, Verdict
from kiosk.domain.reason import Reason

BUILT_IN = (files("kiosk.resources") / "profiles" / "2022.toml").read_text("utf-8")


def changed(pattern: str, replacement: str) -> str:
    text, count = re.subn(pattern, replacement, BUILT_IN, count=1, flags=re.MULTILINE)
    assert count == 1
    return text


@pytest.mark.parametrize("name", ["2020", "2022"])
def test_the_profiles_that_come_with_the_kiosk_are_whole(name: str) -> None:
    profile = load_profile(name)
    assert profile.name == name
    assert set(profile.limits) == MEASURES
    assert set(profile.ktp_limits) == CARD_MEASURES
    assert profile.with_card is (name == "2020")
    assert profile.ktp_photo is (name == "2020")


def test_the_head_is_four_fifths_of_the_portrait_since_2022() -> None:
    assert load_profile().head_share == 0.8


def test_reads_limits_and_blocking_causes() -> None:
    profile = parse_profile(changed(r"^roll_deg = .*$", "roll_deg = { unsure = 4, fail = 5.5 }"))
    assert profile.limits["roll_deg"] == Limits(4.0, 5.5)
    assert profile.limits["roll_deg"].judge(5.0) is Verdict.UNSURE
    assert Reason.TILT in profile.blocking


@pytest.mark.parametrize(
    ("pattern", "replacement", "key"),
    [
        (r"^version = .*$", "", "version: missing"),
        (r"^version = .*$", "version = 3", "version: must be text"),
        (r"^name = .*$", 'name = " "', "name: must be text"),
        (r"^name = .*$", 'name = "x"\ncolour = "red"', "colour: unknown"),
        (r"^with_card = .*$", 'with_card = "no"', "with_card: must be true or false"),
        (r"^head_share = .*$", "head_share = 1.5", "head_share: must be a number from 0.2"),
        (r"^head_share = 0.8$", "head_share = true", "head_share: must be a number"),
        (r"^pitch_zero_deg = .*$", "pitch_zero_deg = nan", "pitch_zero_deg: must be a number"),
        (r"^hijab = .*$", "", "hijab: missing"),
        (r"^hijab = .*$", 'hijab = "refused"', "hijab: must be allowed"),
        (r"^peci = .*$", "peci = true", "peci: must be one of allowed, refused"),
        (r"^peci = .*$", 'peci = "Allowed"', "peci: must be one of allowed, refused"),
        (r'"NO_FACE"', '"NO_NOSE"', "blocking: 'NO_NOSE' is not a photo reason"),
        (r'"NO_FACE"', '"DUPLICATE"', "blocking: 'DUPLICATE' is not a photo reason"),
        (r'"NO_FACE"', "7", "blocking: 7 is not a photo reason"),
        (r'"NO_FACE"', "[]", r"blocking: \[\] is not a photo reason"),
        (r"^roll_deg = .*$", "", "limits.roll_deg: missing"),
        (r"^roll_deg = .*$", "rol_deg = { unsure = 1, fail = 2 }", "limits.roll_deg: missing"),
        (r"^roll_deg = .*$", "roll_deg = 8", "limits.roll_deg: must have unsure and fail"),
        (r"^roll_deg = .*$", "roll_deg = { unsure = 8 }", "limits.roll_deg.fail: missing"),
        (
            r"^roll_deg = .*$",
            'roll_deg = { unsure = 8, fail = "x" }',
            "limits.roll_deg.fail: must be a number",
        ),
        (
            r"^roll_deg = .*$",
            "roll_deg = { unsure = 8, fail = 9, never = 1 }",
            "limits.roll_deg.never: unknown",
        ),
        (
            r"^roll_deg = .*$",
            "roll_deg = { unsure = 8, fail = 7 }",
            "limits.roll_deg: fail must not be below unsure",
        ),
        (
            r"^highlight = .*$",
            "highlight = { unsure = 0.4, fail = 0.5 }",
            "limits.highlight: fail must not be above unsure",
        ),
        (r"^\[limits\]", "[limits]\nbeauty = { unsure = 1, fail = 2 }", "limits.beauty: unknown"),
        (r"^\[limits\]", "[limits", "not TOML"),
        (
            r"^exception_approval = .*$",
            "exception_approval = 3",
            "exception_approval: must be a list",
        ),
        (
            r"^exception_approval = .*$",
            'exception_approval = ["worn_card"]',
            "exception_approval: 'worn_card' is no exception of a photo",
        ),
        (r"^ktp_photo = .*$", 'ktp_photo = "yes"', "ktp_photo: must be true or false"),
        (r"^print_blur = .*$", "", "ktp.print_blur: missing"),
        (r"^print_blur = .*$", "print_blur = 1", "ktp.print_blur: must have unsure and fail"),
        (r"^\[ktp\]", "[ktp]\nbeauty = { unsure = 1, fail = 2 }", "ktp.beauty: unknown"),
        (r"^\[ktp\]", "[card]", "ktp: missing"),
        (
            r"^paper_light = .*$",
            "paper_light = { unsure = 0.2, fail = 0.3 }",
            "ktp.paper_light: fail must not be above unsure",
        ),
    ],
)
def test_a_profile_that_cannot_be_used_names_the_key(
    pattern: str, replacement: str, key: str
) -> None:
    with pytest.raises(ProfileError, match=key):
        parse_profile(changed(pattern, replacement))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("blocking = 3", "blocking: must be a list"),
        ("limits = 3", "limits: must be a table"),
        ("ktp = 3", "limits.blur_effect: missing"),
    ],
)
def test_tables_and_lists_must_be_such(text: str, key: str) -> None:
    whole = BUILT_IN[: BUILT_IN.index("blocking =")]
    others = {"blocking = []", "limits = {}", "ktp = {}", "exception_approval = []"}
    rest = [other for other in sorted(others) if other.split()[0] != text.split(maxsplit=1)[0]]
    with pytest.raises(ProfileError, match=key):
        parse_profile("\n".join([whole, text, *rest]))


def test_a_hijab_stays_on_and_a_peci_is_the_centres_choice() -> None:
    assert load_profile().peci is PeciRule.REFUSED
    allowed = parse_profile(changed(r"^peci = .*$", 'peci = "allowed"'))
    assert allowed.peci is PeciRule.ALLOWED


def test_a_small_face_is_a_second_person_only_where_no_card_is_held() -> None:
    card_of_the_face = 0.46
    without, with_card = (load_profile(name).limits for name in ("2022", "2020"))
    assert without["other_face_inside"].judge(card_of_the_face) is Verdict.FAIL
    assert with_card["other_face_inside"].judge(card_of_the_face) is Verdict.PASS


def test_reads_a_profile_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "regency.toml"
    file.write_text(changed(r"^version = .*$", 'version = "2022.regency"'), "utf-8")
    assert load_profile_file(file) == find_profile(str(file))
    assert find_profile(str(file)).version == "2022.regency"
    assert find_profile("2020") == load_profile("2020")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "regency.toml cannot be read: No such file"),
        (b"\xff\xfe", "regency.toml: 'utf-8' codec"),
        (b"name = 3", "regency.toml: blocking: missing"),
        (changed(r"^peci = .*$", "peci = 1").encode(), "regency.toml: peci: must be one of"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_key(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    file = tmp_path / "regency.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ProfileError, match=message):
        load_profile_file(file)


@given(st.text())
def test_no_text_is_more_than_refused(text: str) -> None:
    with pytest.raises(ProfileError):
        parse_profile(text)


TOML_VALUES = st.recursive(
    st.booleans() | st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6) | st.sampled_from("a1"),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)
"""Values that TOML writes as JSON does."""


@given(st.sampled_from(sorted(tomllib.loads(BUILT_IN).keys() - {"limits", "ktp"})), TOML_VALUES)
def test_a_key_with_any_value_is_taken_or_named(key: str, value: object) -> None:
    table = tomllib.loads(BUILT_IN) | {key: value}
    limits = BUILT_IN[BUILT_IN.index("[limits]") :]
    del table["limits"], table["ktp"]
    lines = [f"{name} = {json.dumps(content)}" for name, content in table.items()]
    try:
        profile = parse_profile("\n".join([*lines, limits]))
    except ProfileError as error:
        assert str(error).startswith(f"{key}: ")  # noqa: PT017 - either outcome is right
    else:
        assert isinstance(profile, PhotoProfile)


@given(st.sampled_from(sorted(MEASURES)), st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_a_limit_the_wrong_way_round_is_refused(measure: str, unsure: float, fail: float) -> None:
    head, tail = BUILT_IN.split("[limits]")
    pair = f"{measure} = {{ unsure = {unsure}, fail = {fail} }}"
    limits = re.sub(rf"^{measure} = .*$", pair, tail, count=1, flags=re.MULTILINE)
    text = f"{head}[limits]{limits}"
    if fail == unsure or (fail < unsure) is (measure in LESS_IS_WORSE):
        assert parse_profile(text).limits[measure] == Limits(unsure, fail)
    else:
        with pytest.raises(ProfileError, match=f"limits.{measure}: fail must not be"):
            parse_profile(text)


def test_a_card_fails_below_its_limits_where_less_is_worse() -> None:
    limits = load_profile("2020").ktp_limits
    assert {name for name, limit in limits.items() if limit.fail < limit.unsure} == set(
        CARD_LESS_IS_WORSE
    )
