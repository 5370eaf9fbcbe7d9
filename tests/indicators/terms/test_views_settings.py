"""The council's settings: what each says, saving them on record, and two people at once."""

from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Return
from indicators.returns.closing import acknowledge_missing, close_period
from indicators.terms.settings_forms import FIELDS, SettingsForm
from organisation.models import Change, Council, Person, Role
from tests.factories import TODAY, make_performance, make_person, make_return
from tests.indicators.returns.pages import Page, box, signed_in, words

pytestmark = pytest.mark.django_db

URL = "/council-settings/"
GIVEN = {
    "awaiting_policy": "RED",
    "commentary_limit": "1500",
    "grace_days": "10",
    "remind_days_before": "5",
    "remind_again_days": "7",
    "escalate_days_after": "5",
    "tolerance_percent": "5",
    "tolerance_agreed_by": "",
}


def get(by: Person | None = None) -> Page:
    return signed_in(by or make_performance()).get(URL)


def save(seen: str = "", **fields: str) -> Page:
    return save_by(make_performance(), seen, **fields)


def save_by(person: Person, seen: str = "", **fields: str) -> Page:
    sent = GIVEN | {"seen": seen or box(get(person), "seen")} | fields
    return signed_in(person).post(URL, sent, follow=True)


def kept() -> dict[str, Any]:
    return {name: getattr(Council.current(), name) for name in FIELDS}


def test_page_shows_what_is_set_and_what_each_setting_changes() -> None:
    page = get()
    assert {name: box(page, name) for name in GIVEN if name != "awaiting_policy"} == {
        name: value for name, value in GIVEN.items() if name != "awaiting_policy"
    }
    said = words(page)
    assert "It changes what open periods show at once; closed periods stay" in said
    assert "it holds for periods that are opened from now on" in said
    assert "it holds for terms that are imported from now on" in said


def test_each_setting_has_its_sentence() -> None:
    form = SettingsForm(council=Council.current())
    assert all(form.fields[name].help_text for name in FIELDS)


def test_settings_are_saved_on_record() -> None:
    page = save(grace_days="14", tolerance_agreed_by="Cabinet, 13 April 2016")
    assert "The settings are saved." in words(page)
    assert (kept()["grace_days"], kept()["tolerance_agreed_by"]) == (14, "Cabinet, 13 April 2016")
    changes = Change.objects.filter(deed="council settings changed").order_by("field")
    assert [(each.field, each.before, each.after, each.person) for each in changes][:1] == [
        ("grace_days", "10", "14", make_performance())
    ]
    assert {each.field for each in changes} == {"grace_days", "tolerance_agreed_by"}


def test_saving_what_is_set_already_leaves_no_trace() -> None:
    save()
    assert not Change.objects.filter(deed="council settings changed").exists()


def test_awaiting_returns_turn_grey_at_once_in_open_periods_only() -> None:
    closed = make_return("25")
    acknowledge_missing(closed, reason="No figure.", by=make_performance(), on=TODAY)
    close_period(closed.period, by=make_performance(), on=TODAY)
    save(awaiting_policy="GREY")
    council = Council.current()
    assert council.awaiting_policy == "GREY"
    assert Return.objects.with_status(TODAY, council.awaiting_policy).get().status == "RED_AWAITING"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("awaiting_policy", "BLUE", "Choose red or grey."),
        ("commentary_limit", "50", "Enter at least 100 characters"),
        ("commentary_limit", "", "Enter the characters as a number, for example 1500."),
        ("grace_days", "-1", "Enter 0 or more days."),
        ("grace_days", "ten", "Enter the days as a whole number, for example 10."),
        ("remind_days_before", "91", "Enter at most 90 days."),
        ("remind_again_days", "0", "Enter 1 or more days."),
        ("escalate_days_after", "", "Enter the days as a number, for example 5."),
        ("tolerance_percent", "-1", "Enter 0 or more: a tolerance can't be negative."),
        ("tolerance_percent", "five", "Enter the percentage as a number, for example 5."),
        ("tolerance_percent", "101", "Enter at most 100."),
    ],
)
def test_setting_that_can_not_be_is_refused_beside_its_box(
    field: str, typed: str, said: str
) -> None:
    before = kept()
    page = save(**{field: typed})
    assert said in words(page)
    assert f'href="#id_{field}"' in page.content.decode()
    assert kept() == before


def test_settings_that_somebody_else_changed_are_shown_first() -> None:
    seen = box(get(), "seen")
    save(grace_days="14")
    page = save(seen, tolerance_percent="6")
    assert "Somebody else changed the settings since you opened this page" in words(page)
    assert "Days of grace after the due date: 14" in words(page)
    assert (kept()["grace_days"], kept()["tolerance_percent"]) == (14, Decimal(5))
    save(box(page, "seen"), grace_days="14", tolerance_percent="6")
    assert (kept()["grace_days"], kept()["tolerance_percent"]) == (14, Decimal(6))


def test_administrators_save_settings_without_the_teams_other_pages() -> None:
    administrator = make_person("Ada", Role.ADMINISTRATOR)
    assert "Judged ratings" not in words(get(administrator))
    save_by(administrator, grace_days="12")
    assert kept()["grace_days"] == 12
