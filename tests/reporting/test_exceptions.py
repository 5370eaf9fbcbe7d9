"""Exception reports: which there are, and what they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from indicators.models import Baseline, Judgement, Kind, Measure, Period, Return
from indicators.returns import rating
from indicators.returns.approving import approve
from indicators.returns.closing import acknowledge_missing, close_period, waive
from indicators.returns.entering import PlannedAction
from indicators.rules.periods import Quarter
from indicators.rules.vocabulary import Status
from organisation.models import (
    Council,
    Portfolio,
    PortfolioHolder,
    PortfolioRemit,
    Role,
    Service,
)
from reporting.documents import pdf
from reporting.exceptions.building import measure_document, message, period_document
from reporting.exceptions.query import told_of
from reporting.exceptions.rows import ActionRow, Fact, Missing, Recovery, Told
from tests.factories import (
    EXPLAINED,
    Q2,
    Q3,
    TODAY,
    approved,
    make_approver,
    make_history,
    make_measure,
    make_performance,
    make_person,
    make_return,
    make_service,
    make_terms,
    submitted,
)

pytestmark = pytest.mark.django_db
SENTENCE = (
    "Red: 50.0% is 30.0 percentage points below 80%; "
    "amber reaches down to 75.0% (a tolerance of 5 percentage points)"
)


@pytest.fixture(autouse=True)
def _business_day(settings: Settings) -> None:
    settings.BUSINESS_TODAY = TODAY


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_person("Cllr Reader", Role.MEMBER))
    return client


@dataclass(frozen=True)
class Scene:
    """A quarter with a red, an amber, a green and a missing return."""

    period: Period
    returns: Mapping[str, Return]


@pytest.fixture
def scene() -> Scene:
    children, waste = make_service(), make_service("Waste", "Place")
    places = {"25": children, "3": waste, "4": waste, "26": waste}
    for ref, service in places.items():
        make_terms(make_measure(ref, service=service, lead_post=f"Head of {service.name}"))
    returns = {ref: make_return(ref, Q3) for ref in places}
    actions = (PlannedAction("Hire two reviewers", "Director", date(2018, 2, 28)),)
    entry: dict[str, Any] = EXPLAINED | {"expected_recovery": Quarter(2018, 2), "actions": actions}
    returns["25"] = approved(returns["25"], "50", **entry)
    approved(returns["3"], "78")
    approved(returns["4"], "82")
    return Scene(returns["25"].period, returns)


def period_rows(period: Period, on: date = TODAY) -> Any:
    return period_document(period, on=on, council=Council.current())


def report_of(period: Period, ref: str = "25") -> Any:
    return next(each for each in period_rows(period).reports if each.ref == ref)


# Which measures have one


def test_reds_and_only_reds_have_a_report(scene: Scene) -> None:
    content = period_rows(scene.period)
    assert [report.ref for report in content.reports] == ["25"]
    assert content.message == (
        "1 performance measure is red in Quarter 3 2017/18.",
        "1 return is missing.",
    )


def test_missing_return_is_listed_apart(scene: Scene) -> None:
    assert period_rows(scene.period).missing == (
        Missing("26", "Measure 26", "Place › Waste", "Due 12 January 2018, 3 days late"),
    )


def test_return_not_yet_due_is_neither_red_nor_missing(scene: Scene) -> None:
    assert period_rows(scene.period, on=date(2018, 1, 12)).missing == ()


def test_red_that_is_not_approved_has_no_report_yet(scene: Scene) -> None:
    submitted(scene.returns["26"], "10", on=date(2018, 1, 10), **EXPLAINED)
    told = told_of(scene.period, on=TODAY, council=Council.current())
    assert [each.measure.ref for each in told.red] == ["25"]
    assert message(told, scene.period)[-1] == ("1 return waits for approval and may add to these.")


def test_return_judged_red_has_a_report_with_the_reason(scene: Scene) -> None:
    judge = make_performance()
    Judgement.objects.create(
        of=scene.returns["4"],
        colour="RED",
        reason="The fire is not in the figures yet.",
        by=judge,
        made_on=TODAY,
    )
    rating.store(Return.objects.get(pk=scene.returns["4"].pk), TODAY)
    report = report_of(scene.period, "4")
    assert report.status is Status.RED_JUDGED
    assert report.judgement == (
        "Judged red by Penny on 15 January 2018: The fire is not in the figures yet."
    )
    assert report.is_written is False
    assert report.facts[2] == Fact("Gap", "None", "meets the target of 80% or more")


def test_red_indicator_is_counted_apart(scene: Scene) -> None:
    Council.objects.update_or_create(id=1, defaults={"colours_indicators": True})
    Measure.objects.filter(ref="25").update(kind=Kind.INDICATOR)
    assert period_rows(scene.period).message[:2] == (
        "No performance measure is red in Quarter 3 2017/18.",
        "1 indicator is red, counted apart.",
    )


def test_closed_period_keeps_its_reds_and_names_what_never_came(scene: Scene) -> None:
    team = make_performance()
    acknowledge_missing(scene.returns["26"], reason="The system was down.", by=team, on=TODAY)
    close_period(scene.period, by=team, on=TODAY)
    content = period_rows(Period.objects.get())
    assert [report.ref for report in content.reports] == ["25"]
    assert content.missing[0].words == ("Not returned by 12 January 2018. The system was down.")


# What a report says


def test_report_gives_the_stored_sentence_and_what_the_service_says(scene: Scene) -> None:
    report = report_of(scene.period)
    assert report.sentence == SENTENCE == scene.returns["25"].rating.sentence
    assert report.told == (
        Told("Cause", EXPLAINED["cause"]),
        Told("Key risks", EXPLAINED["key_risks"]),
        Told("Mitigation", EXPLAINED["mitigation"]),
    )
    assert report.actions == (ActionRow("Hire two reviewers", "Director", "28 February 2018"),)
    assert (report.recovery, report.is_written, report.waiver) == (Recovery("2018/19 Q2"), True, "")
    assert report.ruler is not None
    assert report.ruler.marker is not None
    assert report.ruler.marker.label == "50.0%"


def test_report_says_from_which_quarter_its_recovery_moved_and_why(scene: Scene) -> None:
    written = scene.returns["25"].exception_report
    written.was_expected_year, written.was_expected_quarter = 2017, 4
    written.recovery_reason = "Two posts are vacant.\n"
    written.save()
    report = report_of(scene.period)
    assert report.recovery == Recovery("2018/19 Q2", "2017/18 Q4", "Two posts are vacant.")


@pytest.mark.parametrize(
    ("recovery", "expected"),
    [
        (Recovery(), ("not given", "", "Why no quarter can be named yet")),
        (Recovery("2018/19 Q2"), ("2018/19 Q2", "", "Why that moved")),
        (
            Recovery("", "2018/19 Q1", "The courts decide."),
            (
                "not given",
                " (the report before said 2018/19 Q1)",
                "Why no quarter can be named yet",
            ),
        ),
    ],
)
def test_recovery_is_told_in_words(recovery: Recovery, expected: tuple[str, str, str]) -> None:
    assert (recovery.words, recovery.note, recovery.reason_label) == expected


def test_pages_say_from_which_quarter_its_recovery_moved_and_why(
    reader: Client, scene: Scene
) -> None:
    written = scene.returns["25"].exception_report
    written.was_expected_year, written.was_expected_quarter = 2017, 4
    written.recovery_reason = "Two <posts> are vacant."
    written.save()
    for url in ("/exceptions/2017-18-q3/", "/exceptions/2017-18-q3/25/"):
        said = reader.get(url).content.decode()
        assert "<strong>2018/19 Q2</strong> (the report before said 2017/18 Q4)" in said
        assert "Why that moved: Two &lt;posts&gt; are vacant." in said


def test_report_compares_the_value(scene: Scene) -> None:
    measure = Measure.objects.get(ref="25")
    make_terms(measure, 2016)
    make_history(measure, {Quarter(2016, 3): "48.5"}, **EXPLAINED)
    Return.objects.filter(measure=measure, period__year=2016).update(is_example=True)
    Baseline.objects.create(
        measure=measure,
        period_end=date(2016, 11, 30),
        period_name="November 2016",
        value=Decimal("56.5"),
        source_file="workbook.xlsx",
        source_sheet="Indicators",
        source_cell="E29",
    )
    assert report_of(scene.period).facts == (
        Fact("Value", "50.0%"),
        Fact("Target", "80% or more"),
        Fact("Gap", "30.0 percentage points", "below 80%"),
        Fact("Last quarter", "–", "no figure"),
        Fact("Same quarter last year", "48.5%", "up 1.5 percentage points, better, example figure"),
        Fact("Baseline, November 2016", "56.5%", "source: workbook.xlsx, Indicators, cell E29"),
    )


def test_small_movement_is_named_with_what_it_counts_as(scene: Scene) -> None:
    approved(make_return("25", Q2), "50.4", on=Q2.end, **EXPLAINED)
    assert report_of(scene.period).facts[3] == Fact(
        "Last quarter", "50.4%", "No change (down 0.4, less than 1 percentage point)"
    )


def test_example_figure_says_so(scene: Scene) -> None:
    Return.objects.filter(pk=scene.returns["25"].pk).update(is_example=True, quality="ESTIMATED")
    report = report_of(scene.period)
    assert report.is_example
    assert report.facts[0] == Fact("Value", "50.0% [e]", "example figure")


def test_waived_report_says_who_when_and_why(scene: Scene) -> None:
    waive(scene.returns["25"], reason="The scheme ended.", by=make_performance(), on=TODAY)
    content = period_rows(scene.period)
    assert content.reports[0].waiver == "Waived by Penny on 15 January 2018: The scheme ended."
    assert content.message[1] == "1 exception report was waived, for a reason given."


def portfolio(service: Service, name: str, holder: str, starts_on: date, ends_on: date) -> None:
    made, _ = Portfolio.objects.get_or_create(name=name)
    PortfolioRemit.objects.get_or_create(
        portfolio=made, service=service, defaults={"starts_on": date(2015, 5, 20)}
    )
    PortfolioHolder.objects.create(
        portfolio=made, person=make_person(holder), starts_on=starts_on, ends_on=ends_on
    )


def test_portfolio_names_its_holder_on_the_last_day_of_the_period(scene: Scene) -> None:
    service = Service.objects.get(name="Children")
    portfolio(service, "Children", "Cllr Before", date(2015, 5, 20), date(2017, 12, 30))
    portfolio(service, "Children", "Cllr Then", date(2017, 12, 31), date(2018, 1, 1))
    portfolio(service, "Children", "Cllr Now", date(2018, 1, 2), date(2019, 5, 1))
    report = report_of(scene.period)
    assert report.portfolio == "Children (Cllr Then)"
    assert report.about == (
        Fact("Responsible post", "Head of Children"),
        Fact("Directorate", "People"),
        Fact("Service", "Children"),
        Fact("Portfolio", "Children (Cllr Then)"),
        Fact("Aim", "Aim to maximise"),
        Fact("Reported", "Snapshot at the end of the period"),
        Fact("Tolerance", "5 percentage points (amber down to 75.0%)"),
        Fact("Figure approved by", "Approver of Children, 15 January 2018"),
    )


def test_report_says_for_whom_the_figure_was_approved(scene: Scene) -> None:
    away = make_person("Dora", post="Director of People")
    Return.objects.filter(measure__ref="25", period=scene.period).update(approved_for=away)
    said = "Approver of Children for Director of People, who was away, 15 January 2018"
    assert Fact("Figure approved by", said) in report_of(scene.period).about


# In a fixed number of queries


@pytest.mark.parametrize("reds", [1, 4])
def test_document_takes_as_many_queries_for_one_red_as_for_four(
    reds: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    service = make_service()
    portfolio(service, "Children", "Cllr", date(2015, 5, 20), date(2019, 5, 1))
    for ref in range(reds):
        make_terms(make_measure(str(ref), service=service))
    for ref in range(reds):
        approved(make_return(str(ref), Q3), "50", **EXPLAINED)
    council, period = Council.current(), Period.objects.get()
    with django_assert_num_queries(8):
        period_document(period, on=TODAY, council=council)


# Pages


def test_list_shows_message_reports_and_downloads(reader: Client, scene: Scene) -> None:
    page = reader.get(f"/exceptions/{scene.period.slug}/")
    said = page.content.decode()
    assert page.status_code == 200
    for words in (
        "1 performance measure is red in Quarter 3 2017/18.",
        SENTENCE,
        'href="/exceptions/2017-18-q3/25/"',
        'href="/exceptions/2017-18-q3/report.docx"',
        "Missing returns",
        "3 days late",
    ):
        assert words in said


def test_list_switches_to_a_periods_own_address(reader: Client, scene: Scene) -> None:
    assert scene.period.slug == "2017-18-q3"
    answer = reader.get("/exceptions/2017-18-q3/?period=2017-18-q2")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/exceptions/2017-18-q2/")


def test_list_of_a_period_that_never_was_is_not_found(reader: Client, scene: Scene) -> None:
    assert scene.period.slug != "2016-17-q1"
    assert reader.get("/exceptions/2016-17-q1/").status_code == 404


def test_page_shows_the_report_and_leads_to_its_neighbours(reader: Client, scene: Scene) -> None:
    approved(scene.returns["26"], "10", **EXPLAINED)
    said = reader.get("/exceptions/2017-18-q3/25/").content.decode()
    for words in (
        SENTENCE,
        EXPLAINED["key_risks"],
        "Hire two reviewers",
        "2018/19 Q2",
        "Head of Children",
        "Table of these figures",
        'href="/exceptions/2017-18-q3/26/"',
        "Next red",
    ):
        assert words in said
    assert "Previous red" not in said


def test_page_escapes_what_people_wrote(reader: Client, scene: Scene) -> None:
    report = scene.returns["25"].exception_report
    report.cause = "<script>alert(1)</script>"
    report.save()
    assert b"<script>alert" not in reader.get("/exceptions/2017-18-q3/25/").content


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("4", "4 Measure 4 is not rated red in Quarter 3 2017/18."),
        ("26", "26 Measure 26 is not rated red in Quarter 3 2017/18."),
        ("99", "There is no measure with the reference 99."),
    ],
)
@pytest.mark.parametrize("path", ["", "report.docx", "report.pdf"])
def test_measure_that_is_not_red_has_no_page_and_no_document(
    ref: str, words: str, path: str, reader: Client, scene: Scene
) -> None:
    answer = reader.get(f"/exceptions/{scene.period.slug}/{ref}/{path}")
    assert answer.status_code == 404
    assert words in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("report.docx", "exception-reports-2017-18-q3.docx"),
        ("25/report.docx", "exception-report-25-2017-18-q3.docx"),
        pytest.param("report.pdf", "exception-reports-2017-18-q3.pdf", marks=pytest.mark.pdf),
        pytest.param("25/report.pdf", "exception-report-25-2017-18-q3.pdf", marks=pytest.mark.pdf),
    ],
)
def test_document_is_downloaded_under_its_name(
    path: str, name: str, reader: Client, scene: Scene
) -> None:
    answer = reader.get(f"/exceptions/{scene.period.slug}/{path}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.content[:4] in {b"PK\x03\x04", b"%PDF"}


@pytest.mark.parametrize("path", ["report.pdf", "25/report.pdf"])
def test_without_pango_word_and_print_are_offered(
    path: str, reader: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable() -> None:
        raise pdf.PdfUnavailableError(pdf.REMEDY)

    monkeypatch.setattr(pdf, "_weasyprint", unavailable)
    answer = reader.get(f"/exceptions/{scene.period.slug}/{path}")
    assert answer.status_code == 503
    said = answer.content.decode()
    assert "apt-get install libpango-1.0-0" in said
    assert path.replace(".pdf", ".docx") in said


def test_without_pango_pages_offer_no_pdf(
    reader: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "available", lambda: False)
    for path in ("", "25/"):
        said = reader.get(f"/exceptions/{scene.period.slug}/{path}").content.decode()
        assert "report.pdf" not in said
        assert "apt-get install libpango-1.0-0" in said


def test_document_of_one_measure_is_the_report_of_the_period(scene: Scene) -> None:
    council = Council.current()
    (red,) = told_of(scene.period, on=TODAY, council=council).red
    single = measure_document(red, scene.period, on=TODAY, council=council)
    assert single.reports == period_rows(scene.period).reports
    assert single.file_stem == "exception-report-25-2017-18-q3"


def test_figure_is_shown_in_the_unit_and_approved_by_a_second_person(scene: Scene) -> None:
    other = submitted(scene.returns["26"], "10", **EXPLAINED)
    approve(other, by=make_approver(Service.objects.get(name="Waste"), "Wanda"), on=TODAY)
    assert report_of(scene.period, "26").about[-1].text == "Wanda, 15 January 2018"
