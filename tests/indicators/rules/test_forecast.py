"""Forecast outturn and the turned curve: the shared table, defaults, rating of a forecast."""

from decimal import Decimal

import pytest

from indicators.rules import rag
from indicators.rules.forecast import (
    Curve,
    Forecast,
    ForecastMethod,
    History,
    default_method,
    forecast,
    rate_forecast,
    turned_curve,
)
from indicators.rules.targets import Interval, profile_share
from indicators.rules.units import rounded
from tests.indicators.rules.tables import Row, number, rows

TABLE = rows("aggregation_forecast_cases")
NAMES = {
    "ytd": "now",
    "now": "now",
    "share": "share",
    "annual_target": "annual_target",
    "profile_ytd": "target_to_date",
    "ly_annual": "last_year_outturn",
    "ly_ytd": "last_year_to_date",
    "same_ly": "last_year_to_date",
    "ly_year_end": "last_year_outturn",
}
SMOKING = rag.Terms(
    rag.Polarity.MAX,
    rag.Unit("count"),
    basis=rag.Basis.CUMULATIVE_TOTAL,
    target=Decimal(1300),
    profile=rag.Profile(rag.ProfileMethod.EXPLICIT, explicit=Decimal(750)),
)
NOVEMBER = rag.Place(8, 12)


def named(text: str) -> dict[str, str]:
    """Read "ytd=548;p=8;N=12"; a bare figure is the present one."""
    return dict(part.split("=") for part in (text if "=" in text else f"now={text}").split(";"))


def only(*prefixes: str) -> list[object]:
    return [pytest.param(row, id=row["id"]) for row in TABLE if row["id"].startswith(prefixes)]


@pytest.mark.parametrize("row", only("fc_"))
def test_forecast_on_the_shared_table(row: Row) -> None:
    inputs = named(row["inputs"])
    place = rag.Place(int(inputs.pop("p", "2")), int(inputs.pop("N", "4")))
    history = History(**{NAMES[name]: number(text) for name, text in inputs.items()})
    methods = list(ForecastMethod) if row["method"] == "ANY" else [ForecastMethod(row["method"])]
    places = len(row["expected"].partition(".")[2])
    expected = None if row["expected"] == "UNAVAILABLE" else row["expected"]
    for method in methods:
        value = forecast(method, history, place).value
        assert (None if value is None else str(rounded(value, places))) == expected


@pytest.mark.parametrize("row", only("curve_"))
def test_turned_curve_on_the_shared_table(row: Row) -> None:
    inputs = named(row["inputs"])
    baseline, actual = (
        [Decimal(text) for text in inputs[name].split(",")]
        for name in ("baseline_forecast", "actual")
    )
    polarity = rag.Polarity(inputs["polarity"])
    found = turned_curve(polarity, baseline, actual, Decimal(inputs["delta"]))
    assert found is Curve(row["expected"])


def test_every_row_of_the_shared_table_is_tested_somewhere() -> None:
    prefixes = {row["id"].split("_")[0] for row in TABLE}
    assert prefixes == {"agg", "rolling", "fc", "curve"}


def test_forecast_by_an_officer_is_marked() -> None:
    found = forecast(ForecastMethod.MANUAL, History(Decimal(5), manual=Decimal(9)), NOVEMBER)
    words = "Forecast year-end [f]: officer's estimate"
    assert found == Forecast(Decimal(9), ForecastMethod.MANUAL, words)


@pytest.mark.parametrize("method", [None, *ForecastMethod])
def test_too_little_to_go_on_gives_no_forecast(method: ForecastMethod | None) -> None:
    words = "No forecast: there is too little to go on"
    assert forecast(method, History(), NOVEMBER) == Forecast(None, method, words)


def test_a_share_of_nothing_so_far_gives_no_forecast() -> None:
    history = History(now=Decimal(0), share=Decimal(0))
    assert forecast(ForecastMethod.PROFILE, history, NOVEMBER).value is None


@pytest.mark.parametrize(
    ("basis", "profile", "period", "manual", "expected"),
    [
        ("CUMULATIVE_TOTAL", "LINEAR", 1, False, ForecastMethod.PROFILE),
        ("CUMULATIVE_TOTAL", "NONE", 1, False, None),
        ("CUMULATIVE_TOTAL", "NONE", 2, False, ForecastMethod.RUN_RATE),
        ("CUMULATIVE_TOTAL", "NONE", 1, True, ForecastMethod.MANUAL),
        ("SNAPSHOT", "NONE", 1, False, ForecastMethod.LAST),
        ("YTD_RATIO", "NONE", 3, False, ForecastMethod.LAST),
    ],
)
def test_default_method(
    basis: str, profile: str, period: int, manual: bool, expected: ForecastMethod | None
) -> None:
    place = rag.Place(period, 4)
    found = default_method(rag.Basis(basis), rag.ProfileMethod(profile), place, manual=manual)
    assert found is expected


def test_profile_share_of_an_explicit_target() -> None:
    share = profile_share(SMOKING, NOVEMBER)
    assert share is not None
    assert rounded(share, 6) == Decimal("0.576923")


@pytest.mark.parametrize(
    ("method", "place", "expected"),
    [
        ("SEASONAL", rag.Place(2, 4), Decimal("0.7250")),
        ("SEASONAL", rag.Place(4, 4), Decimal(1)),
        ("LINEAR", rag.Place(1, 4), Decimal("0.25")),
        ("NONE", rag.Place(1, 4), None),
    ],
)
def test_profile_share_by_method(method: str, place: rag.Place, expected: Decimal | None) -> None:
    profile = rag.Profile(rag.ProfileMethod(method), share=Decimal("0.7250"))
    terms = rag.Terms(
        SMOKING.polarity, SMOKING.unit, SMOKING.basis, target=Decimal(1300), profile=profile
    )
    assert profile_share(terms, place) == expected


def test_forecast_is_rated_against_the_annual_target() -> None:
    rating = rate_forecast(SMOKING, Decimal("949.87"), 12)
    assert (rating.status, rating.target, rating.gap) == (
        rag.Status.RED,
        Decimal(1300),
        Decimal(350),
    )


def test_no_forecast_is_not_a_missing_return() -> None:
    assert rate_forecast(SMOKING, None, 12).status is rag.Status.NOT_DUE


@pytest.mark.parametrize(
    ("polarity", "baseline", "actual", "expected"),
    [
        ("MAX", "10 10", "10.5 10.5", "TURNED"),
        ("MAX", "10 10", "10.5 10.4", "NOT_YET"),
        ("MAX", "10 10 10", "9 11 11", "TURNED"),
        ("MAX", "10 10 10", "11 11 9", "NOT_YET"),
        ("MAX", "10", "11", "NOT_YET"),
        ("ZERO", "-4 4", "-3 3", "TURNED"),
        ("RANGE", "60 40", "55 44", "TURNED"),
        ("RANGE", "60 50", "55 48", "NOT_YET"),
        ("NEUTRAL", "10 10", "11 11", "NOT_YET"),
    ],
)
def test_curve_is_turned_when_the_last_two_periods_beat_it(
    polarity: str, baseline: str, actual: str, expected: str
) -> None:
    expected_series, got = (
        [Decimal(figure) for figure in series.split()] for series in (baseline, actual)
    )
    span = Interval(Decimal("45.7"), Decimal("52.3"))
    found = turned_curve(rag.Polarity(polarity), expected_series, got, Decimal("0.5"), span)
    assert found is Curve(expected)


def test_keeping_to_the_forecast_does_not_turn_it() -> None:
    level = [Decimal(10), Decimal(10)]
    assert turned_curve(rag.Polarity.MAX, level, level, Decimal(0)) is Curve.NOT_YET
