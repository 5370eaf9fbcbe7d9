"""A figure that was corrected after closing: [r] beside it, and the way to what it was."""

from decimal import Decimal

import pytest
from pytest_django import Settings

from indicators.models import Kind, Measure, Return
from organisation.models import Council
from reporting.charts.history import measure_chart, returns_until
from reporting.exceptions.building import period_document
from reporting.quality import firmness_of, mark_of
from reporting.scorecard.figures import figures_of
from reporting.scorecard.rows import rows
from tests.factories import EXPLAINED, Q3, TODAY
from tests.indicators.returns.corrections import closed, corrected, sent
from tests.reporting.scorecard_examples import as_words, measure_page_of, reader

pytestmark = pytest.mark.django_db

VERSIONS = "/returns/2017-18-q3/25/versions/"
LINK = f'href="{VERSIONS}">[r]'


@pytest.fixture(autouse=True)
def _on_the_day(settings: Settings) -> None:
    settings.BUSINESS_TODAY = TODAY


def now() -> Return:
    return Return.objects.current().with_everything().with_status(TODAY).get()


@pytest.mark.parametrize(
    ("quality", "revised", "mark"),
    [
        ("FINAL", False, ""),
        ("PROVISIONAL", False, "[p]"),
        ("FINAL", True, "[r]"),
        ("ESTIMATED", True, "[e] [r]"),
    ],
)
def test_marks_stand_beside_each_other(quality: str, mark: str, *, revised: bool) -> None:
    return_ = Return(quality=quality, corrects_id=1 if revised else None)
    assert (mark_of(return_), firmness_of(return_)) == (mark, mark.removesuffix("[r]").strip())


def test_corrected_figure_takes_the_place_of_the_old_one_everywhere() -> None:
    corrected(closed("82"), "50", **EXPLAINED)
    for address in ("/scorecard/2017-18-q3/?show=red", "/directorates/people/2017-18-q3/"):
        page = reader().get(address).content.decode()
        assert LINK in page, address
        assert "50.0%" in as_words(page)
        assert "82.0%" not in as_words(page)


def test_figure_that_was_never_corrected_has_no_link() -> None:
    closed("82")
    page = reader().get("/directorates/people/2017-18-q3/").content.decode()
    assert VERSIONS not in page
    [row] = rows(Return.objects.current().with_status(TODAY), Q3, TODAY)
    assert (row.standing.mark, row.standing.versions_url) == ("", "")


def test_correction_that_waits_changes_nothing() -> None:
    sent(closed("82"), "50", **EXPLAINED)
    page = as_words(reader().get("/directorates/people/2017-18-q3/").content.decode())
    assert "82.0%" in page
    assert "50.0%" not in page
    assert "[r] revised: see" not in page


def test_measure_page_leads_to_every_version() -> None:
    corrected(closed("82"), "84", quality="PROVISIONAL")
    page = measure_page_of(now())
    assert page.present is not None
    fact = page.present.facts[0]
    assert (fact.value, fact.note) == ("84.0% [p] [r]", "provisional, revised after closing")
    html = reader().get("/measures/25/2017-18-q3/").content.decode()
    assert "Revised after its period was closed." in html
    assert html.count(f'href="{VERSIONS}"') == 2  # beside the rating and in the history
    assert [each.standing.value for each in page.history] == ["84.0%"]


def test_chart_and_its_table_mark_the_revised_figure() -> None:
    corrected(closed("82"), "84")
    measure = Measure.objects.get()
    chart = measure_chart(measure, returns_until([measure.pk], Q3)[measure.pk], [], Q3)
    assert [(each.figure, each.mark) for each in chart.points] == [("84.0% [r]", "[r]")]


def test_indicators_mark_the_revised_figure() -> None:
    corrected(closed("82"), "84")
    Measure.objects.update(kind=Kind.INDICATOR)
    measure = Measure.objects.get()
    [figure] = figures_of([measure.pk], Q3)[measure.pk]
    assert (figure.value, figure.mark) == (Decimal(84), "[r]")


def test_exception_report_marks_the_revised_figure() -> None:
    corrected(closed("82"), "50", **EXPLAINED)
    content = period_document(now().period, on=TODAY, council=Council.current())
    assert content.reports[0].facts[0].text == "50.0% [r]"


def test_counts_follow_the_version_that_counts() -> None:
    corrected(closed("82"), "50", **EXPLAINED)
    page = as_words(reader().get("/scorecard/2017-18-q3/").content.decode())
    assert "0 of 1 rated measure are green. 1 is red ." in page
