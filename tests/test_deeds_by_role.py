"""Who may do what: every deed by every role, figures not yet approved, and leaving."""

import pytest
from django.db import transaction

from indicators.models import Return
from indicators.returns.approving import approve
from organisation.models import Change, Person
from tests.everybody import ROLES, client_of, make_everybody
from tests.factories import Q3, TODAY, approved, make_return, submitted

pytestmark = pytest.mark.django_db

READ = "2017-18-q3"
YES, SIGN_IN = 200, 302


@pytest.fixture
def people() -> dict[str, Person | None]:
    return make_everybody()


def opening() -> dict[str, str]:
    due = {"due_on_0": "12", "due_on_1": "4", "due_on_2": "2018"}
    return {"quarter": "2017-18-q4", "due_on": "2018-04-12", **due}


def deeds() -> dict[str, tuple[str, dict[str, str], tuple[str, ...]]]:
    """Each deed of the pages: address, what is sent, and who may."""
    ids = dict(Return.objects.values_list("measure__ref", "pk"))
    period = f"/periods/{READ}/"
    own, team = ("officer of the service", "performance team"), ("performance team",)
    reason = {"reason": "For a reason."}
    return {
        "enter": (f"/returns/{READ}/26/", {"action": "save", "value": "9", "seen_edit": "0"}, own),
        "approve": (
            f"/approvals/{READ}/27/",
            {"action": "approve", "seen_edit": "2"},
            ("approver of the service",),
        ),
        "send back": (
            f"/approvals/{READ}/27/",
            {"action": "send-back", "seen_edit": "2", **reason},
            ("approver of the service",),
        ),
        "waive": (period, {"action": "waive", "return": str(ids["25"]), **reason}, team),
        "acknowledge": (
            period,
            {"action": "acknowledge", "return": str(ids["26"]), **reason},
            team,
        ),
        "take back": (period, {"action": "send-back", "return": str(ids["25"]), **reason}, team),
        "open": ("/periods/", opening(), team),
    }


@pytest.mark.parametrize(
    "deed", ["enter", "approve", "send back", "waive", "acknowledge", "take back", "open"]
)
def test_deed_is_done_only_by_those_who_may(deed: str, people: dict[str, Person | None]) -> None:
    address, sent, who = deeds()[deed]
    assert set(who) == {role for role, person in people.items() if does(person, address, sent)}


@pytest.mark.parametrize("role", ["nobody", *ROLES[1:5], *ROLES[6:]])
def test_period_is_closed_only_by_the_performance_team(
    role: str, people: dict[str, Person | None]
) -> None:
    approve(Return.objects.get(measure__ref="27"), by=approver(people), on=TODAY)
    approved(Return.objects.get(measure__ref="26"))
    address = f"/periods/{READ}/close/"
    assert not does(people[role], address, {})
    assert does(people["performance team"], address, {})


@pytest.mark.parametrize("role", ROLES)
def test_workbook_is_committed_only_by_those_who_may_import(
    role: str, people: dict[str, Person | None]
) -> None:
    client = client_of(people[role])
    status = client.post("/admin/indicators/measure/process_import/", {"run": "1"}).status_code
    may = role in {"performance team", "administrator"}
    assert status == (404 if may else 302)  # 404: there is no such import; 302: sign in first


def approver(people: dict[str, Person | None]) -> Person:
    found = people["approver of the service"]
    assert found is not None
    return found


def does(person: Person | None, address: str, sent: dict[str, str]) -> bool:
    """Whether anything came of it; whatever did is undone."""
    with transaction.atomic():
        before = Change.objects.count()
        client_of(person).post(address, sent)
        done = Change.objects.count() > before
        transaction.set_rollback(True)
    return done


# Drafts of another service


def test_figure_that_nobody_approved_is_seen_by_its_service_only(
    people: dict[str, Person | None],
) -> None:
    return_ = make_return("28", Q3)
    submitted(return_, "86.7", commentary="Only a draft so far.")
    addresses = (
        f"/measures/28/{READ}/",
        f"/measures/28/{READ}/chart.json",
        f"/directorates/people/{READ}/",
        f"/scorecard/{READ}/",
        f"/scorecard/{READ}/chart.json",
        f"/exceptions/{READ}/",
    )
    may = {"officer of the service", "approver of the service", "performance team"}
    seen = {
        role
        for role, person in people.items()
        for address in addresses
        if shows(person, address, ("86.7", "Only a draft so far."))
    }
    assert seen == may


def shows(person: Person | None, address: str, texts: tuple[str, ...]) -> bool:
    page = client_of(person).get(address).content.decode()
    return any(text in page for text in texts)


@pytest.mark.parametrize("role", ROLES)
def test_returns_in_the_administration_are_for_those_who_may_see_them_all(
    role: str, people: dict[str, Person | None]
) -> None:
    status = client_of(people[role]).get("/admin/indicators/return/").status_code
    assert (status == YES) is (role in {"performance team", "administrator"})


def test_person_who_leaves_is_signed_out_at_once(people: dict[str, Person | None]) -> None:
    person = people["member"]
    assert person is not None
    client = client_of(person)
    assert client.get("/").status_code == YES
    person.is_active = False
    person.save()
    assert client.get("/").status_code == SIGN_IN


def test_pages_of_those_signed_in_are_kept_by_no_browser(people: dict[str, Person | None]) -> None:
    addresses = ("/", "/returns/", "/no-such-page/", "/admin/", f"/exceptions/{READ}/report.docx")
    client = client_of(people["performance team"])
    kept = [each for each in addresses if "no-store" not in client.get(each)["Cache-Control"]]
    assert kept == []


def test_every_answer_has_its_content_policy(people: dict[str, Person | None]) -> None:
    client = client_of(people["administrator"])
    addresses = ["/", "/returns/", "/accessibility/", "/periods/", "/no-such-page/"]
    addresses += ["/admin/", "/admin/no-such-page/", f"/exceptions/{READ}/report.docx"]
    bare = [each for each in addresses if "Content-Security-Policy" not in client.get(each)]
    assert bare == []
