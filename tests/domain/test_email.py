"""E-mail addresses and mistyped domains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.email import EMAIL_DOMAINS, Email, EmailProblem, parse_email, suggest_email
from kiosk.domain.typo import typing_distance

LOCAL_PART = st.from_regex(r"[a-z0-9]{1,20}(\.[a-z0-9]{1,10})?", fullmatch=True)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        pytest.param("", EmailProblem.REQUIRED, id="empty"),
        pytest.param("siti", EmailProblem.INCOMPLETE, id="no-at"),
        pytest.param("@example.com", EmailProblem.INCOMPLETE, id="nobody"),
        pytest.param("siti@", EmailProblem.INCOMPLETE, id="nowhere"),
        pytest.param("siti@gmail", EmailProblem.INCOMPLETE, id="no-dot"),
        pytest.param("siti nur@example.com", EmailProblem.SPACES, id="space"),
        pytest.param("siti_nur@example.com", EmailProblem.CHARACTERS, id="underscore"),
        pytest.param("siti-nur@example.com", EmailProblem.CHARACTERS, id="hyphen"),
        pytest.param("siti+1@example.com", EmailProblem.CHARACTERS, id="plus"),
        pytest.param("nur\u2019aini@example.com", EmailProblem.CHARACTERS, id="apostrophe"),
        pytest.param(".siti@example.com", EmailProblem.DOTS, id="leading-dot"),
        pytest.param("siti.@example.com", EmailProblem.DOTS, id="trailing-dot"),
        pytest.param("siti..n@example.com", EmailProblem.DOTS, id="two-dots"),
        pytest.param("siti@gmail,com", EmailProblem.INCOMPLETE, id="comma-for-the-dot"),
        pytest.param("siti@example.com,", EmailProblem.DOMAIN, id="trailing-comma"),
        pytest.param("siti@@example.com", EmailProblem.DOMAIN, id="two-at-signs"),
        pytest.param("siti@example.c", EmailProblem.DOMAIN, id="short-ending"),
        pytest.param("siti@-example.com", EmailProblem.DOMAIN, id="leading-hyphen"),
        pytest.param("s" * 65 + "@example.com", EmailProblem.TOO_LONG, id="65-before-the-at"),
        pytest.param("siti@" + "exa.mple." * 30 + "com", EmailProblem.TOO_LONG, id="too-long"),
    ],
)
def test_says_why_an_address_is_wrong(typed: str, problem: EmailProblem) -> None:
    assert parse_email(typed) is problem


def test_takes_capitals_as_small_letters() -> None:
    assert parse_email(" Siti.N90@Example.COM ") == Email("siti.n90@example.com")


@given(local=LOCAL_PART, domain=st.sampled_from(EMAIL_DOMAINS))
def test_the_domain_buttons_make_addresses_that_need_no_suggestion(local: str, domain: str) -> None:
    assert parse_email(f"{local}@{domain}") == Email(f"{local}@{domain}")
    assert suggest_email(f"{local}@{domain}") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmal.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gamil.com", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gmeil.com", "gmail.com"),
        ("jimail.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.vom", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.co.id", "gmail.com"),
        ("gmail,com", "gmail.com"),
        ("gmail", "gmail.com"),
        ("gmail.com.", "gmail.com"),
        ("yaho.co.id", "yahoo.co.id"),
        ("yahoo.con", "yahoo.com"),
        ("yahoo.coid", "yahoo.co.id"),
        ("outlok.com", "outlook.com"),
        ("icoud.com", "icloud.com"),
    ],
)
def test_suggests_the_domain_that_was_meant(typed: str, meant: str) -> None:
    assert suggest_email(f"Siti.Nur@{typed}") == f"siti.nur@{meant}"


@pytest.mark.parametrize(
    "domain",
    [
        "example.com",
        "yahoo.co.id",
        "ymail.com",
        "rocketmail.com",
        "mail.com",
        "me.com",
        "banyuwangikab.go.id",
        "unej.ac.id",
        "genteng.desa.id",
    ],
)
def test_leaves_good_domains_alone(domain: str) -> None:
    assert suggest_email(f"siti@{domain}") is None


@given(text=st.text() | st.builds("{}@{}".format, LOCAL_PART, st.text("gmailyho.,cd", max_size=12)))
def test_a_suggestion_is_always_an_address_and_the_last_word(text: str) -> None:
    suggestion = suggest_email(text)
    if suggestion is not None:
        assert parse_email(suggestion) == Email(suggestion)
        assert suggest_email(suggestion) is None


def test_masks_all_but_the_first_letter_and_the_domain() -> None:
    assert Email("siti@example.com").masked == "s…@example.com"


@pytest.mark.parametrize(
    ("typed", "meant", "edits"),
    [("", "", 0), ("", "abc", 3), ("gmial", "gmail", 1), ("gnail", "gmail", 1), ("ca", "abc", 3)],
)
def test_counts_typing_mistakes(typed: str, meant: str, edits: int) -> None:
    assert typing_distance(typed, meant) == edits


@given(one=st.text("abc", max_size=6), other=st.text("abc", max_size=6))
def test_the_distance_is_symmetric_and_zero_only_between_equals(one: str, other: str) -> None:
    distance = typing_distance(one, other)
    assert distance == typing_distance(other, one)
    assert (distance == 0) is (one == other)
    assert abs(len(one) - len(other)) <= distance <= max(len(one), len(other))
