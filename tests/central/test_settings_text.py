"""Settings as TOML: what was written is read back, and every mistake is named."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.central.settings.configuration import (
    AccessLimits,
    Configuration,
    demo_configuration,
    full_configuration,
    with_codes,
)
from kiosk.central.settings.settings_text import (
    LONGEST_TEXT,
    FaultKind,
    SettingsFault,
    configuration_of,
    toml_of,
)
from kiosk.central.settings.settings_values import LONGEST, duration_text

DEMO = toml_of(demo_configuration())
FULL = toml_of(full_configuration())
SECONDS = st.integers(0, int(LONGEST.total_seconds())).map(lambda n: timedelta(seconds=n))
PARTS = st.timedeltas(timedelta(), timedelta(minutes=2))


@pytest.mark.parametrize(
    "rules",
    [demo_configuration(), with_codes(demo_configuration()), full_configuration()],
    ids=["demo", "codes", "full"],
)
def test_what_was_written_is_read_back(rules: Configuration) -> None:
    assert configuration_of(toml_of(rules)) == rules


@given(lifetime=SECONDS | PARTS)
def test_every_duration_is_read_back(lifetime: timedelta) -> None:
    rules = replace(demo_configuration(), limits=AccessLimits(upload_lifetime=lifetime))
    assert configuration_of(toml_of(rules)) == rules


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(days=14), "14 days"),
        (timedelta(seconds=0.25), "0.25 seconds"),
        (timedelta(), "0 seconds"),
    ],
)
def test_durations_are_words(span: timedelta, words: str) -> None:
    assert duration_text(span) == words


def test_what_is_left_out_has_its_usual_value() -> None:
    text = DEMO.replace("per_family_card = 2\n", "").replace(
        '[codes]\nlifetime = "10', '[codes]\nlifetime = "9'
    )
    rules = configuration_of(text)
    assert isinstance(rules, Configuration)
    assert rules.per_family_card == 2
    assert rules.codes.lifetime == timedelta(minutes=9)


@pytest.mark.parametrize(
    ("right", "wrong", "key", "allowed"),
    [
        ("photo_tries = 5", "photo_tries = 0", "photo_tries", "greater than or equal to 1"),
        ("photo_tries = 5", 'photo_tries = "5"', "photo_tries", "integer"),
        ('"10 minutes"', '"10 menit"', "codes.lifetime", '"15 minutes"'),
        ('"10 minutes"', "10", "codes.lifetime", '"15 minutes"'),
        ('"08:00"', '"8"', "calendar.opens_at", '"08:00"'),
        ('"monday"', '"senin"', "calendar.opens_on", "'monday'"),
        ("quota = 1000", "quota = 99999999999", "calendar.quota", "less than"),
        ('"email"', '"mail"', "layers[0]", "'email'"),
        ('    "email",\n', "", "layers", "email, identity, otp, photo"),
        ("not_required = []", 'not_required = ["photo"]', "not_required", "only email"),
        ("http://127", "http://10", "public_url", "https://"),
        ('education = ""', 'education = "os.path"', "verifiers.education", "module:function"),
        ('change = "b"', 'change = "z"', "answer_key.change", "choices"),
        ("minimum_age = 18", "minimum_age = 65", "eligibility.minimum_age", "maximum_age"),
        ('purpose = "join"', 'purpose = "camera"', "consents", "join"),
        ('photo_profile = ""', 'photo_profile = "a ="', "photo_profile", "TOML"),
        ("photo_tries = 5", "pass_mark = nan\nphoto_tries = 5", "pass_mark", "1"),
    ],
)
def test_a_wrong_value_names_its_key_and_what_is_allowed(
    right: str, wrong: str, key: str, allowed: str
) -> None:
    fault = _first_fault(right, wrong)
    assert (fault.kind, fault.key) == (FaultKind.NOT_ALLOWED, key)
    assert allowed in fault.allowed


@pytest.mark.parametrize(
    ("right", "wrong", "kind", "key"),
    [
        ("photo_tries = 5", "", FaultKind.MISSING, "photo_tries"),
        ("photo_tries", "foto = 1\nphoto_tries", FaultKind.UNKNOWN_KEY, "foto"),
        ("[codes]", "[codes]\nsend = 1", FaultKind.UNKNOWN_KEY, "codes.send"),
        ("[codes]", "[codes", FaultKind.SYNTAX, ""),
        ("photo_tries = 5", "photo_tries = " + "[" * 9999, FaultKind.SYNTAX, ""),
    ],
    ids=["missing", "unknown", "unknown further down", "no TOML", "very deep"],
)
def test_a_mistake_of_form_names_its_place(
    right: str, wrong: str, kind: FaultKind, key: str
) -> None:
    fault = _first_fault(right, wrong)
    assert (fault.kind, fault.key) == (kind, key)


def _first_fault(right: str, wrong: str) -> SettingsFault:
    assert right in FULL
    faults = configuration_of(FULL.replace(right, wrong, 1))
    assert isinstance(faults, tuple)
    return faults[0]


def test_every_mistake_is_told_at_once() -> None:
    text = FULL.replace("photo_tries = 5", "photo_tries = 0").replace("tries = 5", "tries = 0")
    faults = configuration_of(text)
    assert isinstance(faults, tuple)
    assert [fault.key for fault in faults] == ["photo_tries", "codes.tries"]


def test_a_test_that_is_required_has_questions() -> None:
    head, _, _ = FULL.partition("[answer_key]")
    words = FULL[FULL.index("[[consents]]") : FULL.index("[assessment]")]
    assert configuration_of(head + words) == (
        SettingsFault(FaultKind.NOT_ALLOWED, "assessment", "questions, where the test is required"),
    )


def test_a_share_to_get_right_needs_right_answers() -> None:
    rules = replace(demo_configuration(), pass_mark=0.5)
    key = DEMO[DEMO.index("[answer_key]") : DEMO.index("[[consents]]")]
    faults = configuration_of(toml_of(rules).replace(key, ""))
    assert isinstance(faults, tuple)
    assert faults[0].key == "pass_mark"


def test_a_text_without_end_is_not_read() -> None:
    faults = configuration_of("#" * (LONGEST_TEXT + 1))
    assert isinstance(faults, tuple)
    assert faults[0].kind is FaultKind.TOO_LONG


@given(st.text())
def test_no_text_is_more_than_a_mistake(text: str) -> None:
    assert not isinstance(configuration_of(text), Configuration)


def test_a_key_of_thousands_of_parts_is_refused_at_once() -> None:
    """The parser would be at it for more than a minute, and nobody else be served meanwhile."""
    deep = ".".join("a" * 20_000) + " = 1\n"
    assert _faults(deep + DEMO)[0].kind is FaultKind.SYNTAX
    dotted = "\\u002e".join("a" * 8_000)
    profile = f'photo_profile = "{dotted} = 1"'
    assert _faults(DEMO.replace('photo_profile = ""', profile))[0].key == "photo_profile"


def _faults(text: str) -> tuple[SettingsFault, ...]:
    read = configuration_of(text)
    assert isinstance(read, tuple)
    return read


@pytest.mark.parametrize(
    "line",
    [
        "x = " + "[" * 3000,
        'photo_profile = "x = ' + "[" * 3000 + '"',
        "photo_tries = 1" + "0" * 5000,
        "photo_tries = 0x" + "f" * 9000,
        "\n".join(f"[{'.'.join(f'k{n}' for n in range(m, m + 90))}]" for m in range(1, 60)),
    ],
)
def test_what_a_parser_falls_over_is_a_mistake_like_any_other(line: str) -> None:
    key = line.partition(" =")[0]
    text = "\n".join(row for row in DEMO.splitlines() if not row.startswith(f"{key} ="))
    assert isinstance(configuration_of(f"{line}\n{text}"), tuple)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('token_lifetime = "12 hours"', 'token_lifetime = "0 seconds"'),
        ('lookup_window = "15 minutes"', 'lookup_window = "0 seconds"'),
        ('lock_out = "1 hour"', 'lock_out = "0 seconds"'),
        ('first_retry = "30 seconds"', 'first_retry = "0 seconds"'),
        ("tries = 5", "tries = 100000"),
        ('name = "demo configuration"', 'name = "demo\\u0000"'),
        ('help_line = "0800-0000-0000"', 'help_line = "\\u001b[2J"'),
        ("127.0.0.1:8700", "127.0.0.1:99999999"),
        ('"http://127.0.0.1:8700"', '"https://pusat.example\\nhttps://lain.example"'),
        ('"http://127.0.0.1:8700"', '"https://pusat.example@lain.example"'),
    ],
)
def test_what_would_stop_the_centre_or_open_it_is_not_allowed(old: str, new: str) -> None:
    assert old in DEMO
    assert isinstance(configuration_of(DEMO.replace(old, new)), tuple)
