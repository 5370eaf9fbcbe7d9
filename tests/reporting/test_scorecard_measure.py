"""A measure's page: the stored sentence, who sees what is not approved, what it says of a red."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import Settings

from indicators.agreeing import agree_terms
from indicators.models import Judgement, Return
from indicators.returns.approving import send_back
from indicators.returns.closing import acknowledge_missing, close_period
from indicators.returns.entering import PlannedAction
from indicators.returns.judging import agree_judgement, judge
from indicators.rules.periods import Quarter
from indicators.rules.rag import Colour, Status
from indicators.terms.terms_changing import Agreement, Proposal, change_terms
from organisation.models import Person, Portfolio, PortfolioHolder, PortfolioRemit
from tests.factories import (
    DUE,
    EXPLAINED,
    FIRST_DAY,
    Q2,
    Q3,
    TODAY,
    approved,
    entered,
    make_approver,
    make_history,
    make_measure,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    make_terms,
    open_quarter,
    submitted,
)
from tests.reporting.scorecard_examples import (
    as_words,
    costs,
    make_indicator,
    measure_page_of,
    present,
    reader,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/measures/25/2017-18-q3/"
LAST_YEAR = Q3.same_last_year()


@pytest.fixture(autouse=True)
def _on_the_day(settings: Settings) -> None:
    settings.BUSINESS_TODAY = TODAY


def test_page_says_the_stored_sentence_with_its_ruler() -> None:
    make_history(make_measure("25"), {Q2: "82"})
    approved(make_return(), "50", **EXPLAINED)
    shown = present(make_return())
    assert shown.standing.status is Status.RED
    assert shown.standing.sentence == Return.objects.get(pk=make_return().pk).rating.sentence
    assert shown.ruler is not None
    assert shown.ruler.marker is not None
    assert shown.ruler.marker.label == "50.0%"
    assert shown.tolerance.endswith("not yet agreed")


def test_page_names_period_basis_and_approval() -> None:
    return_ = approved(make_return(), "82")
    assert measure_page_of(return_).sub == (
        "Quarter 3 2017/18 · October to December 2017 · "
        "snapshot at the end of the period (31 December 2017) · approved 15 January 2018"
    )


def people_who_see() -> list[Person]:
    service = make_service()
    return [make_officer(service), make_approver(service), make_performance()]


def people_who_do_not() -> list[Person]:
    other = make_service("Waste", "Place")
    return [make_officer(other), make_approver(other), make_person("Cllr Moss")]


def test_what_waits_for_approval_is_seen_by_service_and_performance_team_alone() -> None:
    return_ = submitted(make_return(), "77.7", on=DUE, commentary="Rising at last.")
    for person in people_who_see():
        shown = present(return_, person)
        assert (shown.standing.value, shown.standing.is_unapproved, shown.commentary) == (
            "77.7%",
            True,
            "Rising at last.",
        )
    for person in people_who_do_not():
        shown = present(return_, person)
        assert (shown.standing.status, shown.standing.value, shown.commentary, shown.deeds) == (
            Status.NOT_YET_APPROVED,
            "",
            "",
            (),
        )


def test_pages_and_chart_keep_what_is_not_approved_from_others() -> None:
    submitted(make_return(), "77.7", on=DUE, commentary="Rising at last.")
    for person in people_who_do_not():
        client = reader(person)
        for address in (ADDRESS, f"{ADDRESS}chart.json"):
            words = client.get(address).content.decode()
            assert "77.7" not in words
            assert "Rising" not in words
    assert "77.7" in reader(make_performance()).get(f"{ADDRESS}chart.json").content.decode()


def test_a_draft_is_on_nobodys_page() -> None:
    entered(make_return(), "77.7", commentary="Not sure yet.")
    for person in (*people_who_see(), *people_who_do_not()):
        assert present(make_return(), person).standing.value == ""


def test_what_was_sent_back_shows_no_rating() -> None:
    return_ = submitted(make_return(), "77.7")
    send_back(return_, reason="Check it.", by=make_approver(make_service()), on=TODAY)
    shown = present(make_return(), make_performance())
    assert shown.standing.sentence == (
        "Awaiting information: due 12 January 2018, 3 days late; counts as red"
    )


def test_what_came_late_awaits_until_it_is_approved() -> None:
    return_ = submitted(make_return(), "82", on=TODAY)
    shown = present(return_).standing
    assert (shown.status, shown.sentence) == (
        Status.RED_AWAITING,
        "Awaiting information: returned late and not yet approved; counts as red",
    )


def test_what_the_source_publishes_later_says_when() -> None:
    expected = date(2018, 3, 1)
    return_ = approved(make_return(), None, no_value_reason="PUBLISHED_LATER", expected_on=expected)
    shown = present(return_).standing
    assert (shown.status, shown.sentence) == (
        Status.CARRY_OVER,
        "Carried over: the source publishes later, expected 1 March 2018",
    )


def test_what_is_still_to_come_says_when_it_is_due(settings: Settings) -> None:
    settings.BUSINESS_TODAY = DUE
    make_return()
    assert "Not due yet: returns are due 12 January 2018" in as_words(
        reader().get(ADDRESS).content.decode()
    )


def test_missing_when_closed_keeps_the_reason() -> None:
    return_, team = make_return(), make_performance()
    acknowledge_missing(return_, reason="The system was replaced.", by=team, on=TODAY)
    close_period(return_.period, by=team, on=TODAY)
    shown = present(Return.objects.get())
    assert (shown.standing.status, shown.missing_reason) == (
        Status.RED_AWAITING,
        "The system was replaced.",
    )


def test_a_red_says_why_and_what_is_being_done() -> None:
    action = PlannedAction("Review every plan", "Head of Safeguarding", date(2018, 2, 28))
    make_terms(make_measure("25"))
    early = EXPLAINED | {"expected_recovery": Quarter(2018, 1)}
    approved(make_return(quarter=Q2), "50", on=Q2.end, **early)
    moved = {"expected_recovery": Quarter(2018, 2), "recovery_reason": "Two posts are vacant."}
    approved(make_return(), "50", **EXPLAINED | moved | {"actions": (action,)})
    why = present(make_return()).explanation
    assert why is not None
    told = ("cause", "key_risks", "mitigation")
    assert [getattr(why, name) for name in told] == [EXPLAINED[name] for name in told]
    assert [(each.text, each.owner, each.due) for each in why.actions] == [
        ("Review every plan", "Head of Safeguarding", "28 February 2018")
    ]
    assert (why.recovery, why.recovery_before) == ("2018/19 Q2", "2018/19 Q1")
    assert why.recovery_reason == "Two posts are vacant."
    assert why.url == "/exceptions/2017-18-q3/25/"


def test_an_amber_says_its_cause() -> None:
    approved(make_return(), "77.7", cause="Two posts were vacant.")
    shown = present(make_return())
    words = as_words(reader().get(ADDRESS).content.decode())
    assert (shown.standing.status, shown.cause, shown.explanation) == (
        Status.AMBER,
        "Two posts were vacant.",
        None,
    )
    assert "Cause Two posts were vacant." in words
    assert "No commentary was given" not in words


def test_cause_of_an_amber_is_kept_from_others_until_it_is_approved() -> None:
    return_ = submitted(make_return(), "77.7", on=DUE, cause="Two posts were vacant.")
    assert [present(return_, each).cause for each in people_who_see()] == [
        "Two posts were vacant."
    ] * 3
    assert [present(return_, each).cause for each in people_who_do_not()] == [""] * 3


def test_cause_of_a_figure_that_became_green_is_not_shown() -> None:
    return_ = entered(make_return(), "77.7", cause="Two posts were vacant.")
    approved(return_, "82", cause="Two posts were vacant.")
    assert present(make_return()).cause == ""


def test_a_green_has_no_explanation() -> None:
    assert present(approved(make_return(), "82")).explanation is None


def test_a_judgement_shows_what_was_calculated_and_why() -> None:
    return_ = submitted(make_return(), "82")
    Judgement.objects.create(
        of=return_,
        colour="AMBER",
        reason="The sample was very small.",
        made_on=TODAY,
        by=make_performance(),
    )
    agree_terms(return_.terms, by=make_performance(), on=TODAY)
    terms = return_.terms
    terms.tolerance_amber = Decimal(6)
    agree_terms(terms, by=make_performance(), on=TODAY)
    shown = present(make_return(), make_performance())
    judged = shown.judged
    assert judged is not None
    assert (shown.standing.status, judged.calculated, judged.reason) == (
        Status.AMBER_JUDGED,
        Status.GREEN,
        "The sample was very small.",
    )
    assert (judged.who, judged.in_effect) == ("Penny on 15 January 2018", True)


def judged_better(value: str) -> Return:
    """Approved and calculated red, judged amber by Penny; it waits for a second person."""
    return_ = approved(make_return(), value, **EXPLAINED)
    why = "Without one large family it is on target."
    return judge(return_, colour=Colour.AMBER, reason=why, by=make_performance(), on=TODAY)


def test_a_judgement_that_waits_is_shown_to_the_measures_own_people_only() -> None:
    return_ = judged_better("50")
    assert present(return_).judged is None
    waiting = present(return_, make_officer(make_service())).judged
    assert waiting is not None
    assert (waiting.waits, waiting.standing) == (
        True,
        "It waits for a second person; until one agrees, the calculated colour counts.",
    )


def test_everybody_reads_who_judged_and_who_agreed_once_it_counts() -> None:
    return_ = judged_better("50")
    agree_judgement(return_, by=make_performance("Second of the team"), on=TODAY)
    words = as_words(reader().get(ADDRESS).content.decode())
    assert "By judgement Amber (judgement) by Penny on 15 January 2018, agreed by Second" in words
    assert "Without one large family it is on target. Calculated Red" in words


# Terms changed in mid-year


def changed_terms(target: str = "82") -> None:
    agreement = Agreement("The new contract", "Cabinet", date(2017, 12, 15), "minute 45")
    change_terms(
        make_return().measure,
        Proposal(Q3, {"target": Decimal(target)}),
        agreement,
        by=make_performance(),
        on=TODAY,
    )


def test_a_target_that_changed_in_the_year_is_said_from_its_quarter_on() -> None:
    make_history(make_measure("25"), {Q2: "82"})
    approved(make_return(), "83")
    changed_terms()
    said = (
        "Target changed from 80% to 82% from Quarter 3 2017/18: The new contract; "
        "agreed by Cabinet on 15 December 2017 (minute 45)"
    )
    assert measure_page_of(make_return()).changed_terms == (said,)
    assert measure_page_of(make_return(quarter=Q2)).changed_terms == ()
    assert f"{said}." in as_words(reader().get(ADDRESS).content.decode())


def test_page_of_a_closed_quarter_reads_the_same_after_the_target_changed() -> None:
    make_history(make_measure("25"), {Q2.previous(): "79", Q2: "82"})
    approved(make_return(), "83")
    closed = "/measures/25/2017-18-q2/"
    pages = (closed, f"{closed}chart.json")
    before = [as_words(reader().get(page).content.decode()) for page in pages]
    changed_terms()
    assert [as_words(reader().get(page).content.decode()) for page in pages] == before


@pytest.mark.parametrize("value", ["82", None])
def test_the_performance_team_is_led_to_terms_and_judgement(value: str | None) -> None:
    return_ = approved(make_return(), value) if value else make_return()
    links = [(each.label, each.url) for each in measure_page_of(return_, make_performance()).links]
    judging = [("Judge this rating", "/judged/2017-18-q3/25/")] if value else []
    assert links == [("Change the target", "/terms/25/"), *judging]
    assert measure_page_of(return_, make_officer(make_service())).links == ()


def test_history_has_every_period_up_to_the_one_shown() -> None:
    measure = make_measure("25")
    make_history(measure, {Q2.previous(): "82", Q2: "76"})
    approved(make_return(), "82")
    shown = measure_page_of(make_return(quarter=Q2))
    assert [(row.period, row.standing.status, row.url) for row in shown.history] == [
        ("2017/18 Q2", Status.AMBER, "/measures/25/2017-18-q2/"),
        ("2017/18 Q1", Status.GREEN, "/measures/25/2017-18-q1/"),
    ]


def test_a_measure_that_was_not_asked_for_says_so() -> None:
    make_return("1", Q2)
    make_return("1", Q3)
    make_terms(make_measure("25", frequency="ANNUAL"))
    words = as_words(reader().get(ADDRESS).content.decode())
    assert "No return was asked for in Quarter 3 2017/18 or before" in words


def test_an_annual_measure_points_to_its_last_return() -> None:
    make_history(make_measure("25", frequency="ANNUAL"), {Quarter(2016, 4): "82"})
    make_return("1", Q3)
    words = as_words(reader().get(ADDRESS).content.decode())
    assert "Not collected in Quarter 3 2017/18: it is returned once a year, in quarter 4." in words
    assert "The last return was asked for in 2016/17 Q4" in words
    assert "Green 2016/17 Q4 : Green: 82.0% meets the target of 80% or more" in words


def test_about_says_who_answered_for_it_at_the_time() -> None:
    make_measure("25", lead_post="Head of Safeguarding", source="Statutory return")
    portfolio = Portfolio.objects.create(name="Children")
    PortfolioRemit.objects.create(service=make_service(), portfolio=portfolio, starts_on=FIRST_DAY)
    held = PortfolioHolder.objects
    earlier, later = make_person("Cllr Earlier"), make_person("Cllr Later")
    held.create(person=earlier, portfolio=portfolio, starts_on=FIRST_DAY, ends_on=Q3.end)
    held.create(person=later, portfolio=portfolio, starts_on=TODAY)
    entries = {
        each.name: [part.label for part in each.parts]
        for each in measure_page_of(make_return()).about
    }
    assert entries == {
        "Aim": ["Maximise: higher is better"],
        "Figure": ["Snapshot at the end of the period"],
        "Reported": ["Every quarter"],
        "Source": ["Statutory return"],
        "Responsible post": ["Head of Safeguarding"],
        "Service": ["Children"],
        "Directorate": ["People"],
        "Portfolio": ["Children (Cllr Earlier)"],
        "Outcomes": ["None yet"],
        "Definition": ["Measure 25"],
    }


def test_an_indicator_has_no_colour_no_ruler_and_no_target() -> None:
    make_terms(make_indicator("25"))
    shown = measure_page_of(approved(make_return(), "50"))
    assert shown.present is not None
    assert (shown.is_coloured, shown.present.ruler, shown.present.explanation) == (
        False,
        None,
        None,
    )
    names = [each.name for each in shown.present.facts]
    assert names == ["This quarter", "Last quarter", "Same quarter last year"]


def test_crumbs_lead_by_way_of_directorate_and_service() -> None:
    return_ = make_return()
    assert [(each.label, each.url) for each in measure_page_of(return_).crumbs] == [
        ("Quarter 3 2017/18", "/scorecard/2017-18-q3/"),
        ("People", "/directorates/people/2017-18-q3/"),
        ("Children", "/directorates/people/2017-18-q3/#children"),
        ("25", ""),
    ]


def test_page_and_chart_serve(client: Client) -> None:
    approved(make_return(), "50", **EXPLAINED)
    client.force_login(make_person("Cllr Moss"))
    words = as_words(client.get(ADDRESS).content.decode())
    assert "Red: 50.0% is 30.0 percentage points below 80%" in words
    assert set(client.get(f"{ADDRESS}chart.json").json()) == {"data", "layout"}


def test_a_measure_that_is_not_there_is_not_found(client: Client) -> None:
    open_quarter()
    client.force_login(make_person("Cllr Moss"))
    assert client.get("/measures/99/2017-18-q3/").status_code == 404


@pytest.mark.parametrize("more", ["", "chart.json"])
def test_page_costs_as_many_queries_for_one_period_as_for_many(more: str) -> None:
    one, many = costs(f"/measures/1/2017-18-q3/{more}")
    assert one == many
