"""The Southend workbook of January 2017 with its questions answered."""

from decimal import Decimal

from indicators.rules.periods import FinancialYear
from indicators.rules.vocabulary import Basis, Polarity, ProfileMethod, TargetState, ToleranceMode
from indicators.spreadsheets.kinds.measures.reading import MeasuresRead
from indicators.spreadsheets.kinds.measures.settled import (
    SettledBaseline,
    SettledMeasure,
    SettledProfile,
    SettledTarget,
    SettledTolerance,
)
from indicators.spreadsheets.understanding.departments import CouncilList, SettledService
from tests.indicators.spreadsheets.books import (
    FIXTURES,
    understand,
)

DEFAULT = SettledTolerance(
    ToleranceMode.PERCENT_OF_TARGET, amber=Decimal(5), is_council_default=True
)


def measures(found: MeasuresRead) -> dict[str, SettledMeasure]:
    return {row.ref: row.measure for row in found.rows}


def numbers(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def test_southend_is_committable_with_its_answers(southend: MeasuresRead) -> None:
    assert (southend.sheet, southend.header_row, len(southend.rows), southend.committable) == (
        "Appendix 1 - Indicators",
        4,
        34,
        True,
    )
    assert [each.message for each in southend.problems] == [
        "The cell's TBC is typed in letters of another alphabet: taken as TBC.",
        "No footnote below the table explains the *: it is kept with the figure.",
        "The cell's TBC is typed in letters of another alphabet: taken as TBC.",
        "The cell's TBC is typed in letters of another alphabet: taken as TBC.",
    ]


def test_southend_bases(southend: MeasuresRead) -> None:
    by_basis: dict[Basis | None, list[int]] = {}
    for ref, measure in measures(southend).items():
        by_basis.setdefault(measure.basis, []).append(int(ref))

    assert by_basis == {
        Basis.CUMULATIVE_TOTAL: [2, 3, 4, 5, 12, 13, 14, 15, 16, 17, 27],
        Basis.YTD_RATIO: [1, 6, 7, 8, 9, 10, 19, 20, 23, 28, 29, 30, 34],
        Basis.YTD_AVERAGE: [18],
        Basis.ROLLING: [21],
        Basis.SNAPSHOT: [11, 22, 24, 25, 26, 31, 32, 33],
    }


def test_southend_profiles_only_of_running_totals(southend: MeasuresRead) -> None:
    profiles = {ref: each.profile for ref, each in measures(southend).items() if each.profile}

    linear = ("2", "3", "5", "12", "13", "14", "16", "17", "27")
    assert profiles == {
        **{ref: SettledProfile(ProfileMethod.LINEAR) for ref in linear},
        "4": SettledProfile(ProfileMethod.LINEAR, start=Decimal(20000)),
        "15": SettledProfile(ProfileMethod.NONE),
    }


def test_southend_running_total_in_full(southend: MeasuresRead) -> None:
    assert measures(southend)["13"] == SettledMeasure(
        ref="13",
        title="Number of volunteers hours delivered within cultural services [Cumulative]",
        is_new=False,
        value_type="count",
        unit="",
        decimals=0,
        polarity=Polarity.MAX,
        basis=Basis.CUMULATIVE_TOTAL,
        returns_average_to_date=None,
        profile=SettledProfile(ProfileMethod.LINEAR),
        tolerance=DEFAULT,
        service=SettledService("Department of Place", "Culture"),
        comments="",
        baseline=SettledBaseline(
            value=Decimal(11310),
            period_end=FinancialYear(2016).first_day.replace(month=11, day=30),
            period_name="November 2016",
            profiled_target=Decimal(8667),
            is_estimated=False,
            note="",
            cell="E17",
        ),
        targets={
            "2016/17": SettledTarget(TargetState.SET, value=Decimal(13000), cell="F17"),
            "2017/18": SettledTarget(TargetState.SET, value=Decimal(19000), cell="G17"),
        },
    )


def test_southend_goldilocks(southend: MeasuresRead) -> None:
    found = measures(southend)["24"]

    assert found.targets == {
        "2016/17": SettledTarget(
            TargetState.SET, low=Decimal("57.3"), high=Decimal("68.3"), cell="F28"
        ),
        "2017/18": SettledTarget(TargetState.SET, low=Decimal(66), high=Decimal(66), cell="G28"),
    }
    assert found.tolerance == SettledTolerance(
        ToleranceMode.POINTS, green=Decimal(2), amber=Decimal(4)
    )
    assert found.tolerance_in("2016/17") == DEFAULT
    assert measures(southend)["25"].tolerance == DEFAULT


def test_southend_asks_everything_at_once() -> None:
    found = understand(FIXTURES / "southend_2017_indicators.xlsx", council=CouncilList())

    asked = {each.key: each.refs for each in found.questions if each.waiting}
    all_refs = tuple(str(number) for number in range(1, 35))
    without_month = numbers("12 23 26 27 28 29 30")
    assert [(key, refs) for key, refs in asked.items() if not key.startswith("department.")] == [
        ("year", ("",)),
        ("month.nov", tuple(ref for ref in all_refs if ref not in without_month)),
        ("basis.cumulative.percent", numbers("1 2 3 6 7 8 9 10 23 28 29 30 34")),
        ("basis.unstated", ("4",)),
        ("basis.cumulative.count", numbers("5 12 13 14 15 16 17 27")),
        ("basis.year-to-date-snapshot", ("19", "20")),
        ("average", ("4", "18")),
        ("profile", numbers("1 2 3 4 5 6 7 8 9 10 12 13 14 15 16 17 23 27 28 29 30 34")),
        ("percent.plain", ("28",)),
        ("goldilocks.24", ("24",)),
        ("tolerance", all_refs),
    ]
    assert len(asked) == 21
    departments = [each for each in found.questions if each.kind == "department"]
    written = {tuple(choice.written for choice in each.choices) for each in departments}
    assert written == {("new:DIRECTORATE / SERVICE",)}
    assert {each.severity.value for each in found.problems} == {"question", "warning"}


def test_southend_units_and_decimals(southend: MeasuresRead) -> None:
    found = measures(southend)

    assert {ref: (found[ref].value_type, found[ref].unit, found[ref].decimals) for ref in
            ("1", "4", "5", "10", "11", "18", "20", "24", "26", "27", "28")} == {
        "1": ("percent", "", 2),
        "4": ("count", "", 0),
        "5": ("rate", "per FTE", 2),
        "10": ("percent", "", 0),
        "11": ("rate", "per 100,000", 0),
        "18": ("rate", "per 100,000 population", 2),
        "20": ("percent", "", 1),
        "24": ("rate", "per 10,000", 1),
        "26": ("rate", "per 10,000", 1),
        "27": ("count", "", 0),
        "28": ("percent", "", 2),
    }  # fmt: skip


def test_southend_twice_with_its_services_made(
    southend: MeasuresRead, answers: dict[str, str]
) -> None:
    made: dict[str, tuple[str, ...]] = {}
    for measure in measures(southend).values():
        assert measure.service is not None
        name = measure.service.directorate
        made[name] = tuple(dict.fromkeys((*made.get(name, ()), measure.service.service)))

    again = understand(
        FIXTURES / "southend_2017_indicators.xlsx",
        council=CouncilList(made),
        year="2017/18",
        answers=answers,
    )

    assert (again.rows, again.problems) == (southend.rows, southend.problems)
    assert {name: len(services) for name, services in made.items()} == {
        "Department of the Chief Executive": 2,
        "Department of Place": 3,
        "Department of People": 5,
    }


def test_southend_percentage_stays_one_while_its_figure_is_asked_about() -> None:
    found = understand((FIXTURES / "southend_2017_indicators.xlsx"), council=CouncilList())
    asked = next(each for each in found.questions if each.key == "percent.plain")

    assert (measures(found)["28"].value_type, asked.refs, asked.waiting) == (
        "percent",
        ("28",),
        ("28",),
    )
