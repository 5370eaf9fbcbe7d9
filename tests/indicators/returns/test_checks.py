"""What a returned figure can not be, and what is read before it is doubted."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Baseline, Return, State
from indicators.returns.checks import (
    Usual,
    doubts,
    read_ahead,
    refusals,
    usual,
    usual_of_many,
)
from indicators.returns.refusals import locked
from indicators.rules.periods import Quarter
from indicators.rules.rag import Basis, Figure, Polarity, Terms, Unit
from indicators.rules.sense import Doubt, Earlier
from organisation.models import Council
from tests.factories import (
    Q2,
    Q3,
    approved,
    entered,
    make_history,
    make_measure,
    make_person,
    make_return,
    make_service,
    make_terms,
    submitted,
)


def of(unit: Unit, target: str = "") -> Usual:
    """A measure in such a unit, with or without a target."""
    aim = Decimal(target) if target else None
    return Usual(Terms(Polarity.MAX, unit, target=aim), Q3)


PERCENT = of(Unit("percent", "%", 1))
COUNT = of(Unit("count"))
RATIO = of(Unit("ratio", decimals=1))
YES_NO = of(Unit("yes_no"))
MONEY = of(Unit("currency"))


def figure(value: str = "", parts: str = "") -> Figure:
    """A figure from "59.6", or from its parts "45/80"."""
    numerator, _, denominator = parts.partition("/")
    found = [Decimal(text) if text else None for text in (value, numerator, denominator)]
    return Figure(*found)


@pytest.mark.parametrize(
    ("given_", "usual_", "problems"),
    [
        (figure("100"), PERCENT, {}),
        (figure("100.1"), PERCENT, {}),
        (figure("-0.1"), PERCENT, {}),
        (figure(parts="45/80"), PERCENT, {}),
        (figure(parts="81/80"), PERCENT, {}),
        (figure(parts="81/80"), RATIO, {}),
        (figure(parts="-1/80"), RATIO, {"numerator": "This figure can't be below 0."}),
        (figure(parts="45/-80"), PERCENT, {"denominator": "The denominator can't be below 0."}),
        (figure(parts="0/0"), PERCENT, {}),
        (
            figure(parts="45/"),
            PERCENT,
            {"denominator": "Enter the denominator too, or leave both parts empty."},
        ),
        (
            figure(parts="/80"),
            PERCENT,
            {"numerator": "Enter the numerator too, or leave both parts empty."},
        ),
        (figure("56.3", "45/80"), PERCENT, {}),
        (
            figure("61", "45/80"),
            PERCENT,
            {
                "value": "You entered 61.0%, but numerator and denominator give 56.3%. "
                "Mend one of them, or leave one empty."
            },
        ),
        (
            figure("61", "0/0"),
            PERCENT,
            {
                "value": "You entered 61.0%, but numerator and denominator give nothing. "
                "Mend one of them, or leave one empty."
            },
        ),
        (figure("-3"), COUNT, {"value": "This figure can't be below 0."}),
        (figure("-3"), of(Unit("count"), "-5"), {}),
        (figure("101"), COUNT, {}),
        (figure("-3"), MONEY, {}),
        (figure("2"), YES_NO, {"value": "Choose Yes or No."}),
        (figure("1"), YES_NO, {}),
        (figure(), PERCENT, {}),
    ],
)
def test_what_a_figure_cannot_be(given_: Figure, usual_: Usual, problems: dict[str, str]) -> None:
    assert refusals(given_, usual_) == problems


def test_numerator_over_nothing_is_refused_with_a_remedy() -> None:
    assert refusals(figure(parts="3/0"), PERCENT) == {
        "denominator": "The denominator is 0 but the numerator is not; correct one of them, "
        "or enter 0 for both if there were no cases."
    }


def test_what_was_refused_once_can_be_confirmed_with_a_reason() -> None:
    assert doubts(figure("100.1"), PERCENT) == (
        Doubt("outside-0-100", "value", "100.1% is above 100%. Check the decimal point."),
    )


def test_texts_are_doubted_beside_the_figure() -> None:
    found = doubts(figure("82"), PERCENT, {"commentary": "Mr Smith was housed."})
    assert [(each.code, each.field) for each in found] == [("names-person", "commentary")]


@pytest.mark.django_db
def test_usual_is_what_was_sent_before_with_terms_baselines_and_the_councils_words() -> None:
    measure = make_measure(service=make_service("Housing"))
    make_history(measure, {Quarter(2017, 1): "81"}, commentary="All went as planned.")
    submitted(make_return(quarter=Q2), "82.04")
    Baseline.objects.create(
        measure=measure,
        period_end=date(2016, 11, 30),
        period_name="November 2016",
        value=Decimal("79.5"),
        source_file="workbook.xlsx",
    )
    make_person("Leonie Drake")
    council = Council.current()
    council.commentary_limit = 900
    council.save()
    found = usual(make_return())
    assert found == Usual(
        terms=Terms(
            Polarity.MAX,
            measure.figure_unit,
            basis=Basis.SNAPSHOT,
            target=Decimal(80),
            tolerance=found.terms.tolerance,
        ),
        quarter=Q3,
        earlier=(
            Earlier(Q2, figure("82.04"), Decimal(80), settled=False),
            Earlier(Quarter(2017, 1), figure("81"), Decimal(80), commentary="All went as planned."),
        ),
        baselines=(Decimal("79.5"),),
        limit=900,
        people=found.people,
        vocabulary=frozenset({"Housing", "People", "Measure 25"}),
    )
    assert "Leonie Drake" in found.people


@pytest.mark.django_db
def test_drafts_later_periods_and_other_measures_are_not_usual() -> None:
    make_terms(make_measure("26"))
    entered(make_return("25", Q2), "1")
    submitted(make_return("26", Q2), "85")
    submitted(make_return("25", Quarter(2017, 4)), "86")
    assert usual(make_return("25")).earlier == ()


@pytest.mark.django_db
def test_version_that_was_corrected_is_not_usual() -> None:
    first = approved(make_return("25", Q2), "82")
    Return.objects.filter(pk=first.pk).update(is_current=False)
    Return.objects.create(
        measure=first.measure,
        period=first.period,
        terms=first.terms,
        version=2,
        corrects=first,
        correction_reason="Two cases were counted twice.",
        value=Decimal(80),
        state=State.APPROVED,
        submitted_by=first.submitted_by,
        submitted_on=first.submitted_on,
        approved_by=first.approved_by,
        approved_on=first.approved_on,
    )
    assert [each.figure for each in usual(make_return()).earlier] == [figure("80")]


@pytest.mark.django_db
def test_outturn_sees_fourth_quarters_and_outturns_and_a_quarter_sees_no_outturn() -> None:
    years = (Quarter(2016, 3), Quarter(2016, 4), Quarter(2016, 5), Quarter(2017, 4))
    make_history(make_measure(), dict.fromkeys(years, "82"))
    before_outturn = usual(make_return(quarter=Quarter(2017, 5))).earlier
    before_quarter = usual(make_return(quarter=Q3)).earlier
    assert [each.quarter for each in before_outturn] == [
        Quarter(2017, 4),
        Quarter(2016, 5),
        Quarter(2016, 4),
    ]
    assert [each.quarter for each in before_quarter] == [Quarter(2016, 4), Quarter(2016, 3)]


def asked() -> list[int]:
    """Returns of three measures, one of them also for an earlier quarter."""
    for ref in ("7", "8", "9"):
        submitted(make_return(ref, Q2), "82")
    return [make_return(ref).pk for ref in ("7", "8", "9")] + [make_return("7", Q2).pk]


@pytest.mark.django_db
def test_many_returns_take_no_more_queries_than_one() -> None:
    ids = asked()
    counted = []
    for some in (ids[:1], ids):
        returns = list(Return.objects.filter(pk__in=some))
        with CaptureQueriesContext(connection) as queries:
            assert set(usual_of_many(returns)) == set(some)
        counted.append(len(queries))
    assert counted == [10, 10]


@pytest.mark.django_db
def test_returns_read_with_everything_take_five_queries() -> None:
    ids = asked()
    found = Return.objects.filter(pk__in=ids).select_related("measure", "period", "terms__measure")
    returns = list(found.prefetch_related("terms__period_targets"))
    with CaptureQueriesContext(connection) as queries:
        usual_of_many(returns)
    assert len(queries) == 5


@pytest.mark.django_db
def test_each_of_many_is_as_if_it_were_alone() -> None:
    returns = list(Return.objects.filter(pk__in=asked()))
    found = usual_of_many(returns)
    assert found == {each.pk: usual(each) for each in returns}
    assert [len(found[each.pk].earlier) for each in returns] == [0, 1, 1, 1]


@pytest.mark.django_db
def test_what_was_read_ahead_is_not_asked_again_by_a_deed() -> None:
    returns = list(Return.objects.filter(pk__in=asked()))
    read_ahead(returns)
    for each in returns:
        stored = locked(each)
        with CaptureQueriesContext(connection) as queries:
            found = usual(stored)
        assert (len(queries), found) == (0, usual_of_many([each])[each.pk])


@pytest.mark.django_db
def test_another_object_of_a_return_is_read_anew() -> None:
    return_ = make_return()
    before = usual(return_)
    make_history(return_.measure, {Q2: "80"})
    after = usual(Return.objects.get(pk=return_.pk))
    assert [len(each.earlier) for each in (before, after)] == [0, 1]


def test_nothing_asked_is_nothing_known() -> None:
    assert usual_of_many([]) == {}
