"""Plans made for one test."""

import json
from collections.abc import Mapping, Sequence

from indicators.spreadsheets.files.reading import read_file
from indicators.spreadsheets.kinds.actions import reading
from indicators.spreadsheets.kinds.actions.reading import ActionsRead
from indicators.spreadsheets.kinds.actions.settled import SettledAction
from indicators.spreadsheets.kinds.kind import Upload
from indicators.spreadsheets.understanding.departments import CouncilList
from tests.indicators.spreadsheets.books import FIXTURES, sheet_of

SOUTHEND = FIXTURES / "southend_2017_actions.xlsx"
HEADINGS = ("No", "Aim", "Action", "Directorate", "Due Date")
COUNCIL = CouncilList({"Place": ("Housing", "Roads"), "People": ("Adults",)})
#: Departments and services as Southend's measures name them.
SOUTHEND_COUNCIL = CouncilList(
    {
        "Department of People": (
            "Adult Services",
            "Adult Services & Housing",
            "Children's Services",
            "Learning Services",
            "Public Health",
        ),
        "Department of Place": ("Culture", "Planning and Transport", "Public Protection"),
        "Department of the Chief Executive": ("Finance & Resources", "Transformation"),
    }
)


def southend_answers() -> dict[str, str]:
    text = (FIXTURES / "southend_2017_actions_answers.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def understand_file(
    content: bytes,
    name: str = "plan.xlsx",
    *,
    council: CouncilList = COUNCIL,
    year: str | None = None,
    answers: Mapping[str, object] | None = None,
    sheet: str | None = None,
    leave_out: tuple[str, ...] = (),
) -> ActionsRead:
    upload = Upload(content, name, "actions", sheet, year, dict(answers or {}), leave_out)
    return reading.understand(upload, read_file(content, name), council)


def plan(
    *rows: Sequence[object],
    headings: Sequence[str] = HEADINGS,
    above: Sequence[object] = (),
    **options: object,
) -> ActionsRead:
    """Rows under headings, for 2017/18."""
    given: dict[str, object] = {"year": "2017/18", **options}
    top = [above] if above else []
    return understand_file(sheet_of([*top, headings, *rows]), **given)  # type: ignore[arg-type]


def only(found: ActionsRead) -> SettledAction:
    """The one action of a plan."""
    (row,) = found.rows
    return row.action


def said(found: ActionsRead) -> list[str]:
    """What stands against it, each beginning with its severity."""
    return [f"{each.severity}: {each.message}" for each in found.problems]
