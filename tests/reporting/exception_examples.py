"""An exception report and a period's document, made by hand."""

from dataclasses import replace
from decimal import Decimal

from indicators.rules.periods import Quarter
from indicators.rules.rag import Band, Colour, Status
from indicators.rules.ruler import ruler
from reporting.exceptions.rows import (
    ActionRow,
    ExceptionDocument,
    Fact,
    Missing,
    Recovery,
    Report,
    Told,
)
from tests.reporting.chart_examples import RATE, rate_chart

BANDS = (
    Band(Colour.RED, None, Decimal("47.8")),
    Band(Colour.AMBER, Decimal("47.9"), Decimal("50.3")),
    Band(Colour.GREEN, Decimal("50.4"), Decimal("55.7")),
    Band(Colour.AMBER, Decimal("55.8"), Decimal("58.4")),
    Band(Colour.RED, Decimal("58.5"), None),
)
SENTENCE = "Red: 59.6 is 3.9 above the range 50.4 to 55.7; amber reaches to 58.4"

REPORT = Report(
    ref="25",
    name="Children subject to a plan <per 10,000>",
    is_indicator=False,
    status=Status.RED,
    sentence=SENTENCE,
    ruler=ruler(BANDS, Decimal("59.6"), RATE),
    facts=(
        Fact("Value", "59.6 per 10,000", "example figure"),
        Fact("Target", "50.4 to 55.7"),
        Fact("Gap", "3.9", "above the range 50.4 to 55.7"),
        Fact("Last quarter", "58.2", "up 1.4, worse"),
        Fact("Same quarter last year", "55.1", "up 4.5, worse"),
        Fact("Baseline, November 2016", "56.5", "source: example.xlsx, cell E29"),
    ),
    chart=rate_chart(),
    told=(
        Told("Cause", "Two families."),
        Told("Key risks", "Caseloads.\nLate reviews."),
        Told("Mitigation", "A weekly panel."),
    ),
    actions=(ActionRow("Review every plan", "Head of Safeguarding", "28 February 2018"),),
    recovery=Recovery("2018/19 Q2"),
    about=(
        Fact("Responsible post", "Head of Safeguarding"),
        Fact("Portfolio", "Children (Cllr A)"),
    ),
    place="People › Children",
    portfolio="Children (Cllr A)",
    judgement="",
    waiver="",
    is_written=True,
    is_example=True,
)
WAIVED = replace(
    REPORT,
    ref="4",
    name="Volunteers",
    told=(),
    actions=(),
    recovery=Recovery(),
    waiver="Waived by Head of Performance on 11 January 2018: The scheme ended.",
    is_written=False,
)
UNWRITTEN = replace(REPORT, ref="5", name="Visits", told=(), actions=(), is_written=False)
MOVED = replace(
    REPORT, recovery=Recovery("2018/19 Q3", "2018/19 Q1", "Two posts are vacant & unfilled.")
)
ONE = ExceptionDocument(
    council="Example Council",
    title="Exception report: 25 Children subject to a plan <per 10,000>",
    quarter=Quarter(2017, 3),
    prepared="15 January 2018",
    message=(),
    reports=(REPORT,),
)
WHOLE = ExceptionDocument(
    council="Example Council",
    title="Exception reports, Quarter 3 2017/18",
    quarter=Quarter(2017, 3),
    prepared="15 January 2018",
    message=("3 performance measures are red in Quarter 3 2017/18.", "1 return is missing."),
    reports=(WAIVED, UNWRITTEN, REPORT),
    missing=(Missing("9", "Missed collections", "Place › Waste", "Due 12 January 2018"),),
    is_whole_period=True,
    is_demo=True,
)
