"""What the example council measures: framework, imported measures, indicators, their terms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from indicators.agreeing import agree_terms
from indicators.models import Alignment, Kind, Measure, Terms
from indicators.rules.periods import FinancialYear
from organisation.models import Council, Person
from organisation.record import save
from outcomes.models import Framework, Outcome
from perfmgmt.demo.organising import lead_posts
from perfmgmt.demo.sources import ExampleTarget, Figures, read_csv, read_json

REPORT = "Corporate Performance – 2017/18 Quarter 2, Cabinet 15 December 2017, Bury Council"
INFERRED = "Example alignment, inferred: the report does not tie its figures to outcomes"
NEXT_YEAR = FinancialYear(2016)  # whose imported terms the example years before are made from


def make_framework(by: Person, on: date) -> None:
    """The Single Outcomes Framework with its outcomes and its enabler."""
    source = read_json("demo_framework.json")
    outcomes = source.pop("outcomes")
    framework = Framework(**source)
    save(framework, by=by, on=on)
    for position, row in enumerate(outcomes, start=1):
        save(Outcome(framework=framework, position=position, **row), by=by, on=on)


def align_measures(by: Person, on: date) -> None:
    """Put the imported measures under outcomes, as an example."""
    rows = read_csv("example_alignment.csv")
    note = next(row["note"] for row in rows if row["note"])
    for row in rows:
        for ref in row["southend_refs"].split(","):
            _align(Measure.objects.get(ref=ref), row["outcome"], note, by, on)


def _align(measure: Measure, code: str, note: str, by: Person, on: date) -> None:
    outcome = Outcome.objects.get(code=code)
    save(Alignment(measure=measure, outcome=outcome, note=note), by=by, on=on)


def name_lead_posts(by: Person, on: date) -> None:
    """Say which post answers for each measure; the workbook does not."""
    posts = lead_posts()
    for measure in Measure.objects.performance_measures().select_related("service"):
        if measure.service is not None:
            measure.lead_post = posts[measure.service.name]
            save(measure, by=by, on=on)


def agree_example_targets(by: Person, on: date) -> None:
    """Terms of the years before the workbook: the workbook's first, with an example target."""
    models = {
        terms.measure.ref: terms
        for terms in Terms.objects.filter(year=NEXT_YEAR.start).select_related("measure")
    }
    percent = Council.current().tolerance_percent
    for example in ExampleTarget.read_all():
        terms = _terms_like(models[example.ref], example, percent)
        agree_terms(terms, by=by, on=on, why="Example target; no report gives one")


def _terms_like(model: Terms, example: ExampleTarget, percent: Decimal) -> Terms:
    """Polarity and basis as imported; amber to the council's default percentage of the target."""
    return Terms(
        measure=model.measure,
        year=example.year.start,
        polarity=model.polarity,
        basis=model.basis,
        returns_average_to_date=model.returns_average_to_date,
        target_state="SET",
        target=example.target,
        low=example.low,
        high=example.high,
        profile=example.profile,
        profile_start=example.profile_start,
        tolerance_mode="PERCENT_OF_TARGET",
        tolerance_amber=percent,
        agreed_by="Example Council, Cabinet",
        agreed_on=example.year.first_day,
        is_example=True,
    )


def make_indicators(by: Person, on: date) -> None:
    """Population indicators that Bury's report names; nobody alone answers for them."""
    years = sorted({quarter.financial_year for quarter in Figures.read().quarters})
    for row in read_csv("demo_indicators.csv"):
        measure = _indicator(row)
        save(measure, by=by, on=on)
        _align(measure, row["outcome"], INFERRED, by, on)
        for year in years:
            agree_terms(_trend_only(measure, year, row), by=by, on=on)


def _indicator(row: dict[str, str]) -> Measure:
    return Measure(
        ref=row["ref"],
        title=row["title"],
        kind=Kind.INDICATOR,
        definition=row["definition"],
        guidance=row["guidance"],
        source=f"{REPORT}, paragraph {row['report_paragraph']}",
        value_type=row["value_type"],
        unit=row["unit"],
        decimals=int(row["decimals"]),
        is_example=not row["quarters_from_report"],
    )


def _trend_only(measure: Measure, year: FinancialYear, row: dict[str, str]) -> Terms:
    return Terms(
        measure=measure,
        year=year.start,
        polarity=row["polarity"],
        basis=row["basis"],
        policy="TREND_ONLY",
        target_state="NONE",
        tolerance_mode="NONE",
        agreed_by="Example Council, Cabinet",
        agreed_on=year.first_day,
    )


def quarters_from_report() -> dict[str, list[str]]:
    """For which quarters a report gives an indicator's figure, by ref."""
    return {
        row["ref"]: row["quarters_from_report"].split(", ")
        for row in read_csv("demo_indicators.csv")
    }
