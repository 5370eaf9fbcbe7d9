"""A letter word for word, its subject, its calendar file, and what it never holds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from pytest_django.fixtures import Settings

from indicators.models import Period, PeriodState, Return, State
from indicators.reminding.letters import Letter, letters
from indicators.reminding.matters import due
from indicators.rules.periods import Quarter
from organisation.models import Council, Person
from tests.factories import make_officer, make_performance, make_person, make_service
from tests.indicators.reminding.chased import (
    COMMENTARY,
    DUE,
    FIGURE,
    REASON,
    covers,
    head_of,
    led,
    make_chased,
    make_period,
    person,
    put,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LEAD = "Lena Lead"


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = "https://scorecard.example"
    Council.objects.create(id=1, name="Example Council")


def letters_on(on: date) -> dict[str, Letter]:
    return {each.person.name: each for each in letters(due(on).matters, on)}


def subject(on: date, name: str = LEAD) -> str:
    return letters_on(on)[name].subject.removesuffix(" (performance scorecard)")


TEXT = """\
Dear Lena Lead,

2 returns overdue since 12 January 2018.

OVERDUE
Quarter 3, October to December 2017: due 12 January 2018, 1 day late.

* 2a Repairs <done> at once & for good
  https://scorecard.example/returns/2017-18-q3/2a/

* 10 Children in care (you cover for Bob Stone)
  https://scorecard.example/returns/2017-18-q3/10/

All your returns: https://scorecard.example/returns/

This message holds no figures; sign in to see them. \
If you have a question, ask the performance team of Example Council.
"""


def test_text_word_for_word() -> None:
    led("2a", title="Repairs <done> at once & for good [cumulative]")
    led("10", lead="Bob Stone", title="Children in care")
    covers(person(), person("Bob Stone"), DUE + DAY, DUE + DAY)

    letter = letters_on(DUE + DAY)[LEAD]

    assert letter.subject == "2 returns overdue since 12 January 2018 (performance scorecard)"
    assert letter.text.strip() == TEXT.strip()


def test_html_escapes_what_people_wrote() -> None:
    led("2a", title="Repairs <done> at once & for good", lead="Lena O'Lead")
    html = letters_on(DUE)["Lena O'Lead"].html
    assert "Dear Lena O&#x27;Lead," in html
    assert (
        '<a href="https://scorecard.example/returns/2017-18-q3/2a/">'
        "2a Repairs &lt;done&gt; at once &amp; for good</a>"
    ) in html


def test_html_says_its_language_and_fetches_nothing() -> None:
    led()
    html = letters_on(DUE)[LEAD].html
    assert html.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert [
        each for each in ("<img", "<script", "<table", "src=", "url(", "@import") if each in html
    ] == []


def test_head_reads_whom_to_ask_and_gets_no_list_of_own_returns() -> None:
    led(title="Children in care", deputy="Dan Deputy")
    head_of(make_service())
    letter = letters_on(DUE + 5 * DAY)["Hana Head"]
    assert letter.subject.startswith("1 return of your services overdue since 12 January 2018 (")
    assert letter.text.partition(".\n\n")[2].strip() == (
        "OVERDUE IN SERVICES THAT YOU APPROVE FOR\n"
        "Quarter 3, October to December 2017: due 12 January 2018, 5 days late. "
        "Please see to it that what is missing comes in.\n\n"
        "* 25 Children in care (asked of Lena Lead)\n"
        "  https://scorecard.example/approvals/2017-18-q3/25/\n\n"
        "This message holds no figures; sign in to see them. "
        "If you have a question, ask the performance team of Example Council."
    )


# Subjects: how many and by when


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-5, "1 return due by 12 January 2018"),
        (0, "1 return due today, 12 January 2018"),
        (1, "1 return overdue since 12 January 2018"),
    ],
)
def test_subject_of_a_due_return(days: int, expected: str) -> None:
    led()
    assert subject(DUE + days * DAY) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-9, "1 return sent back, due by 12 January 2018"),
        (0, "1 return sent back, due today, 12 January 2018"),
        (3, "1 return sent back, overdue since 12 January 2018"),
    ],
)
def test_subject_of_what_was_sent_back_counts_it_once(days: int, expected: str) -> None:
    put(led(), State.SENT_BACK, by=make_performance(), on=DUE)
    assert subject(DUE + days * DAY) == expected


def test_subject_names_each_date_in_order_of_urgency() -> None:
    officer = make_officer(make_service(), LEAD)
    measures = [led(ref).measure for ref in ("1", "2", "3")]
    put(led("4"), State.APPROVED, by=officer, on=DUE)
    later = make_period(Quarter(2017, 4), DUE + 4 * DAY)
    for measure in measures[:2]:
        Return.objects.create(measure=measure, period=later, terms=measure.terms.get())
    assert subject(DUE + DAY) == (
        "3 returns overdue since 12 January 2018; 2 returns due by 16 January 2018; "
        "1 return approved"
    )


def test_subject_fits_its_column_whatever_is_open() -> None:
    lead = make_officer(make_service(), LEAD)
    for year in range(2000, 2010):
        period = make_period(Quarter(year, 1), date(year, 7, 12))
        make_chased(f"{year}", period=period, lead=lead)
    assert len(letters_on(DUE)[LEAD].subject) <= 200


def test_correction_has_no_due_date() -> None:
    officer = make_officer(make_service(), LEAD)
    old = put(led(), State.APPROVED, by=officer, on=DUE)
    Period.objects.update(state=PeriodState.CLOSED, closed_on=DUE, closed_by=make_performance())
    made = Return.objects.create(
        measure=old.measure,
        period=old.period,
        terms=old.terms,
        version=2,
        corrects=old,
        correction_reason="Counted twice.",
        is_current=False,
    )
    put(made, State.SENT_BACK, by=officer, on=DUE)
    letter = letters_on(DUE + 9 * DAY)[LEAD]
    assert letter.subject == "1 return sent back (performance scorecard)"
    assert "Quarter 3, October to December 2017, correction. What has to change" in letter.text
    assert letter.calendar == ""


def test_locked_period_is_said_once() -> None:
    for ref in ("1", "2"):
        led(ref)
    Period.objects.update(locked_on=DUE, locked_by=make_performance())
    text = letters_on(DUE + DAY)[LEAD].text
    assert text.count("only those whom the performance team lets in can enter") == 1


# One letter a person


def test_everybody_gets_one_letter_in_order_of_names() -> None:
    for ref, lead in (("1", "bob Stone"), ("2", LEAD), ("3", "Ann Able"), ("4", LEAD)):
        led(ref, lead=lead)
    found = letters(due(DUE).matters, DUE)
    assert [(each.person.name, len(each.matters)) for each in found] == [
        ("Ann Able", 1),
        ("bob Stone", 1),
        (LEAD, 2),
    ]


def test_digest_is_the_same_until_anything_changes() -> None:
    led("1")
    before = letters_on(DUE)[LEAD].digest
    assert letters_on(DUE)[LEAD].digest == before
    led("2")
    both = letters_on(DUE)[LEAD].digest
    assert both != before
    Person.objects.filter(name=LEAD).update(email="new@council.example")
    assert letters_on(DUE)[LEAD].digest != both


# The calendar file


def test_calendar_has_an_entry_for_each_due_date() -> None:
    measure = led().measure
    later = make_period(Quarter(2017, 4), DUE + 4 * DAY)
    Return.objects.create(measure=measure, period=later, terms=measure.terms.get())
    calendar = Calendar.from_ical(letters_on(DUE)[LEAD].calendar)
    shown = [
        (
            str(each["uid"]),
            str(each["summary"]),
            each.decoded("dtstart"),
            each.decoded("dtend"),
            each.decoded("dtstamp"),
            str(each["transp"]),
        )
        for each in calendar.walk("VEVENT")
    ]
    stamp = datetime(2018, 1, 12, tzinfo=UTC)
    assert shown == [
        (
            "returns-2017-18-q3@scorecard.example",
            "Returns for 2017/18 Q3 are due",
            DUE,
            DUE + DAY,
            stamp,
            "TRANSPARENT",
        ),
        (
            "returns-2017-18-q4@scorecard.example",
            "Returns for 2017/18 Q4 are due",
            DUE + 4 * DAY,
            DUE + 5 * DAY,
            stamp,
            "TRANSPARENT",
        ),
    ]


def test_calendar_rings_at_nine_on_the_morning_before() -> None:
    led()
    calendar = Calendar.from_ical(letters_on(DUE)[LEAD].calendar)
    [alarm] = calendar.walk("VALARM")
    assert str(alarm["action"]) == "DISPLAY"
    assert str(alarm["description"]) == "Returns for 2017/18 Q3 are due"
    assert alarm.decoded("trigger") == timedelta(hours=-15)


def test_calendar_entry_of_a_moved_due_date_keeps_its_identity() -> None:
    led()
    first = Calendar.from_ical(letters_on(DUE - DAY)[LEAD].calendar).walk("VEVENT")[0]
    Period.objects.update(due_on=DUE + DAY)
    second = Calendar.from_ical(letters_on(DUE)[LEAD].calendar).walk("VEVENT")[0]
    assert second["uid"] == first["uid"]
    assert second.decoded("dtstart") == DUE + DAY
    assert second.decoded("dtstamp") > first.decoded("dtstamp")


def test_calendar_folds_and_ends_its_lines_as_the_standard_asks() -> None:
    led()
    lines = letters_on(DUE)[LEAD].calendar.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert [each for each in lines if len(each.encode()) > 75 or "\n" in each] == []


@pytest.mark.parametrize(("days", "expected"), [(-9, 1), (0, 1), (1, 0)])
def test_calendar_comes_with_what_was_sent_back_until_the_due_date(
    days: int, expected: int
) -> None:
    put(led(), State.SENT_BACK, by=make_performance(), on=DUE)
    letter = letters_on(DUE + days * DAY)[LEAD]
    assert letter.calendar.count("BEGIN:VEVENT") == expected


def test_no_calendar_with_what_is_late_or_approved() -> None:
    led("1")
    put(led("2"), State.APPROVED, by=person(), on=DUE)
    head_of(make_service())
    late = letters_on(DUE + 5 * DAY)
    assert {name: each.calendar for name, each in late.items()} == {
        LEAD: "",
        "Hana Head": "",
        "Amir Approver": "",
    }


# Never a figure, a colour or commentary


@pytest.mark.parametrize("days", [-5, 0, 1, 5])
def test_nothing_of_a_return_is_in_its_letters(days: int) -> None:
    officer = make_officer(make_service(), LEAD)
    for ref, state in enumerate(State):
        return_ = put(led(f"m{ref}", deputy="Dan Deputy"), state, by=officer, on=DUE)
        assert (return_.value, return_.commentary) == (FIGURE, COMMENTARY)
    head_of(make_service())
    covers(make_person("Cora Cover"), person("Dan Deputy"), DUE, DUE + 9 * DAY)
    found = letters_on(DUE + days * DAY).values()
    everything = " ".join(
        f"{each.subject} {each.text} {each.html} {each.calendar}" for each in found
    )
    never = (
        "8642",
        "8,642",
        COMMENTARY,
        REASON,
        "Quagmire",
        "Red",
        "Amber",
        "Green",
        "%",
        "target",
    )
    said = everything.replace("1a65a6", "")
    assert [each for each in never if each in said] == []
