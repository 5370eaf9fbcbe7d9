"""Who may open what: every address and every role, in one table."""

from collections.abc import Iterator, Mapping

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from organisation.models import Person
from tests.everybody import ROLES, client_of, make_everybody
from tests.factories import make_person

pytestmark = pytest.mark.django_db

YES, NO, SIGN_IN = 200, 403, 302
EVERYBODY = (YES,) * len(ROLES)
SIGNED_IN = (SIGN_IN, *(YES,) * 8)
# nobody, officer, other officer, approver, other approver, performance, member, administrator, none
ENTERS = (SIGN_IN, YES, NO, NO, NO, YES, NO, NO, NO)
UPLOADS = (SIGN_IN, YES, YES, NO, NO, YES, NO, NO, NO)
NOTHING_UPLOADED = (SIGN_IN, 404, 404, NO, NO, 404, NO, NO, NO)
APPROVES = (SIGN_IN, NO, NO, YES, NO, NO, NO, NO, NO)
HAS_A_QUEUE = (SIGN_IN, NO, NO, YES, YES, YES, NO, NO, NO)
CLOSES = (SIGN_IN, NO, NO, NO, NO, YES, NO, NO, NO)
SENT_ON = (SIGN_IN, NO, NO, 302, 302, 302, NO, NO, NO)
NOBODY_LET_IN = (SIGN_IN, NO, NO, NO, NO, 404, NO, NO, NO)
ARRANGES_COVER = (SIGN_IN, YES, YES, YES, YES, YES, NO, NO, NO)
SETS = (SIGN_IN, NO, NO, NO, NO, YES, NO, YES, NO)
SEES_UNAPPROVED = (SIGN_IN, YES, NO, YES, NO, YES, NO, NO, NO)
REDACTS = (SIGN_IN, NO, NO, NO, NO, YES, NO, YES, NO)
# The administration asks for its own sign-in whoever may not open it.
ADMINISTERS = (SIGN_IN, 302, 302, 302, 302, YES, 302, YES, 302)
ADMINISTERS_PEOPLE = (SIGN_IN, 302, 302, 302, 302, NO, 302, YES, 302)
NO_SUCH_IMPORT = (SIGN_IN, 302, 302, 302, 302, 404, 302, 404, 302)

READ = "2017-18-q3"
TABLE = {
    "/": SIGNED_IN,
    f"/scorecard/{READ}/": SIGNED_IN,
    f"/scorecard/{READ}/chart.json": SIGNED_IN,
    f"/scorecard/{READ}/scorecard.xlsx": SIGNED_IN,
    f"/scorecard/{READ}/scorecard.csv": SIGNED_IN,
    f"/directorates/people/{READ}/": SIGNED_IN,
    f"/directorates/people/{READ}/scorecard.xlsx": SIGNED_IN,
    f"/directorates/people/{READ}/scorecard.csv": SIGNED_IN,
    f"/outcomes/SOF-1/{READ}/": SIGNED_IN,
    f"/outcomes/SOF-1/{READ}/scorecard.xlsx": SIGNED_IN,
    f"/outcomes/SOF-1/{READ}/scorecard.csv": SIGNED_IN,
    f"/measures/25/{READ}/": SIGNED_IN,
    f"/measures/25/{READ}/chart.json": SIGNED_IN,
    f"/measures/25/{READ}/figures.xlsx": SIGNED_IN,
    f"/measures/25/{READ}/figures.csv": SIGNED_IN,
    "/measures/25/history/": SEES_UNAPPROVED,
    f"/borough/{READ}/": SIGNED_IN,
    "/accessibility/": EVERYBODY,
    f"/exceptions/{READ}/": SIGNED_IN,
    f"/exceptions/{READ}/report.docx": SIGNED_IN,
    f"/exceptions/{READ}/25/": SIGNED_IN,
    f"/exceptions/{READ}/25/report.docx": SIGNED_IN,
    "/plan/": SIGNED_IN,
    "/plan/2017-18/": SIGNED_IN,
    "/plan/2017-18/people/": SIGNED_IN,
    "/returns/": SIGNED_IN,
    f"/returns/{READ}/26/": ENTERS,
    f"/returns/{READ}/grid/people_children/": ENTERS,
    f"/returns/{READ}/grid/people_children/autosave/": ENTERS,
    f"/returns/{READ}/workbook/people_children/": ENTERS,
    "/returns/workbook/": UPLOADS,
    "/returns/workbook/1/": NOTHING_UPLOADED,
    f"/returns/{READ}/26/check/": ENTERS,
    f"/returns/{READ}/26/autosave/": ENTERS,
    f"/returns/{READ}/26/history/": SEES_UNAPPROVED,
    f"/returns/{READ}/26/redact/": REDACTS,
    "/redact/": REDACTS,
    f"/returns/{READ}/26/correct/": ENTERS,
    f"/returns/{READ}/26/correct/drop/": ENTERS,
    f"/returns/{READ}/26/versions/": SEES_UNAPPROVED,
    f"/returns/{READ}/25/versions/": SIGNED_IN,
    "/approvals/": HAS_A_QUEUE,
    "/approvals/approved/": HAS_A_QUEUE,
    f"/approvals/{READ}/greens/people_children/": APPROVES,
    f"/approvals/{READ}/27/": APPROVES,
    "/periods/": CLOSES,
    f"/periods/{READ}/": CLOSES,
    "/periods/2017-18-q4/open/": CLOSES,
    f"/periods/{READ}/dates/": CLOSES,
    f"/periods/{READ}/lock/": CLOSES,
    f"/periods/{READ}/unlock/": CLOSES,
    f"/periods/{READ}/let-in/": CLOSES,
    f"/periods/{READ}/let-in/1/end/": NOBODY_LET_IN,
    f"/periods/{READ}/close/": CLOSES,
    "/board/": SENT_ON,
    f"/board/{READ}/": HAS_A_QUEUE,
    f"/board/{READ}/asked/": HAS_A_QUEUE,
    "/leads/": HAS_A_QUEUE,
    "/cover/": ARRANGES_COVER,
    "/terms/": CLOSES,
    "/terms/25/": CLOSES,
    "/terms/25/change/": CLOSES,
    "/terms/25/change/preview/": CLOSES,
    "/terms/25/remove/": CLOSES,
    "/judged/": CLOSES,
    f"/judged/{READ}/25/": CLOSES,
    "/council-settings/": SETS,
    "/reminders/": CLOSES,
    "/reminders/as-html/": CLOSES,
    "/admin/": ADMINISTERS,
    "/admin/indicators/measure/": ADMINISTERS,
    "/admin/indicators/measure/import/": ADMINISTERS,
    "/admin/indicators/measure/import/1/": NO_SUCH_IMPORT,
    "/admin/indicators/measure/import/1/undo/": NO_SUCH_IMPORT,
    "/admin/indicators/measure/import/1/file/": NO_SUCH_IMPORT,
    "/admin/indicators/measure/import/1/problems.xlsx": NO_SUCH_IMPORT,
    "/admin/indicators/measure/import/1/problems.csv": NO_SUCH_IMPORT,
    "/admin/indicators/measure/process_import/": NO_SUCH_IMPORT,
    "/admin/indicators/importrun/": ADMINISTERS,
    "/admin/indicators/terms/": ADMINISTERS,
    "/admin/organisation/person/": ADMINISTERS_PEOPLE,
    "/admin/organisation/change/": ADMINISTERS_PEOPLE,
    "/accounts/login/": (YES, *(302,) * 8),
    "/accounts/password/reset/": EVERYBODY,
    "/accounts/password/change/": SIGNED_IN,
}
# Apart, since they can't be made on a machine without Pango.
PDF_TABLE = {
    f"/exceptions/{READ}/report.pdf": SIGNED_IN,
    f"/exceptions/{READ}/25/report.pdf": SIGNED_IN,
}
POSTED = {
    f"/returns/{READ}/26/check/",
    f"/returns/{READ}/26/autosave/",
    f"/returns/{READ}/grid/people_children/autosave/",
    "/terms/25/change/preview/",
    f"/periods/{READ}/let-in/1/end/",
    "/admin/indicators/measure/import/1/undo/",
    "/admin/indicators/measure/process_import/",
}


@pytest.fixture
def people() -> dict[str, Person | None]:
    return make_everybody()


def test_every_address_has_every_roles_answer(people: dict[str, Person | None]) -> None:
    assert wrong(TABLE, people) == {}


@pytest.mark.pdf
def test_every_pdf_has_every_roles_answer(people: dict[str, Person | None]) -> None:
    assert wrong(PDF_TABLE, people) == {}


def wrong(
    table: Mapping[str, tuple[int, ...]], people: dict[str, Person | None]
) -> dict[str, tuple[int, ...]]:
    """The addresses that answer otherwise than the table says, with what they answer."""
    answers = {
        address: tuple(answer(address, person) for person in people.values()) for address in table
    }
    return {address: given for address, given in answers.items() if given != table[address]}


def answer(address: str, person: Person | None) -> int:
    client = client_of(person)
    return (client.post if address in POSTED else client.get)(address).status_code


def test_table_knows_every_address_of_ours() -> None:
    resolver = get_resolver()
    known = {resolver.resolve(address).route for address in (*TABLE, *PDF_TABLE)}
    ours = {route for route in routes(resolver) if not route.startswith(("admin/", "accounts/"))}
    assert ours <= known, ours - known


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Every route below a resolver, whole."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from routes(entry, route)


def test_administration_is_closed_to_staff_who_lack_the_right() -> None:
    person = make_person("Sam", is_staff=True)
    assert answer("/admin/", person) == YES
    assert answer("/admin/indicators/measure/", person) == NO
