"""Who may do what: every deed by every role, figures not yet approved, and leaving."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from indicators.models import ImportRun, ImportState, Judgement, Measure, Message, Period, Return
from indicators.reminding.preview import preview
from indicators.returns.approving import approve
from indicators.returns.closing import close_period
from indicators.returns.judging import judge
from indicators.returns.judging_deciding import seen_of
from indicators.returns.recorded import newest_change
from indicators.returns.reopening import begin_correction, lock_period, reopen
from indicators.rules.rag import Colour
from indicators.terms.settings_forms import FIELDS
from indicators.terms.settings_forms import seen_of as settings_seen
from organisation.clock import today
from organisation.models import Change, Council, Cover, Person
from tests.everybody import ROLES, client_of, make_everybody
from tests.factories import Q3, TODAY, approved, make_performance, make_return, submitted
from tests.indicators.returns.pages import box

pytestmark = pytest.mark.django_db

READ = "2017-18-q3"
YES, SIGN_IN = 200, 302


@pytest.fixture
def people() -> dict[str, Person | None]:
    return make_everybody()


def dates(due_on: str) -> dict[str, str]:
    return {"due_on": due_on, "locking": "never", "reason": "For a reason."}


def seen(ref: str) -> dict[str, str]:
    """What the approver's page of a return sends along: the version that it shows."""
    return_ = Return.objects.get(measure__ref=ref)
    return {"seen_edit": str(return_.edit), "seen_change": str(newest_change(return_))}


def deeds() -> dict[str, tuple[str, dict[str, str], tuple[str, ...]]]:
    """Each deed of the pages: address, what is sent, and who may."""
    ids = dict(Return.objects.values_list("measure__ref", "pk"))
    period = f"/periods/{READ}/"
    own, team = ("officer of the service", "performance team"), ("performance team",)
    approves = ("approver of the service",)
    reason = {"reason": "For a reason."}
    return {
        "enter": (f"/returns/{READ}/26/", {"action": "save", "value": "9", "seen_edit": "0"}, own),
        "approve": (f"/approvals/{READ}/27/", {"action": "approve", **seen("27")}, approves),
        "approve greens": (
            f"/approvals/{READ}/greens/people_children/",
            {"return": "-".join((str(ids["27"]), *seen("27").values()))},
            approves,
        ),
        "send back": (
            f"/approvals/{READ}/27/",
            {"action": "send-back", **seen("27"), **reason},
            approves,
        ),
        "send back what is approved": (
            f"/approvals/{READ}/25/",
            {"action": "send-back", **seen("25"), **reason},
            approves,
        ),
        "waive": (period, {"action": "waive", "return": str(ids["25"]), **reason}, team),
        "acknowledge": (
            period,
            {"action": "acknowledge", "return": str(ids["26"]), **reason},
            team,
        ),
        "take back": (period, {"action": "send-back", "return": str(ids["25"]), **reason}, team),
        "acknowledge several": (
            period,
            {"action": "acknowledge-several", "returns": str(ids["26"]), **reason},
            team,
        ),
        "open": ("/periods/2017-18-q4/open/", dates("2018-04-12"), team),
        "change the dates": (f"{period}dates/", dates("2018-01-19"), team),
        "lock": (f"{period}lock/", reason, team),
    }


@pytest.mark.parametrize(
    "deed",
    [
        "enter",
        "approve",
        "approve greens",
        "send back",
        "send back what is approved",
        "waive",
        "acknowledge",
        "take back",
        "acknowledge several",
        "open",
        "change the dates",
        "lock",
    ],
)
def test_deed_is_done_only_by_those_who_may(deed: str, people: dict[str, Person | None]) -> None:
    address, sent, who = deeds()[deed]
    assert set(who) == {role for role, person in people.items() if does(person, address, sent)}


def test_locked_period_is_opened_to_some_or_all_only_by_the_performance_team(
    people: dict[str, Person | None],
) -> None:
    officer, team = one(people, "officer of the service"), one(people, "performance team")
    period = Period.objects.get()
    lock_period(period, reason="Too late.", by=team, on=TODAY)
    address, reason = f"/periods/{READ}/", {"reason": "For a reason."}
    let_in = {"people": str(officer.pk), "until": str(today() + timedelta(days=5)), **reason}
    assert those_who_do(f"{address}let-in/", let_in, people) == TEAM
    assert those_who_do(f"{address}unlock/", {"locking": "never", **reason}, people) == TEAM
    until = today() + timedelta(days=5)
    made = reopen(period, people=[officer], until=until, reason="Late.", by=team, on=today())
    assert those_who_do(f"{address}let-in/{made.pk}/end/", {}, people) == TEAM


def test_closed_return_is_corrected_only_by_officers_who_are_let_in(
    people: dict[str, Person | None],
) -> None:
    approve(Return.objects.get(measure__ref="27"), by=approver(people), on=TODAY)
    approved(Return.objects.get(measure__ref="26"))
    team, address = one(people, "performance team"), f"/returns/{READ}/26/correct/"
    period = close_period(Period.objects.get(), by=team, on=TODAY)
    sent = {"reason": "A depot was left out."}
    assert those_who_do(address, sent, people) == set()
    let_in = [one(people, role) for role in ("officer of the service", "performance team")]
    let_in.append(one(people, "officer of another service"))
    until = today() + timedelta(days=5)
    reopen(period, people=let_in, until=until, reason="Late.", by=team, on=TODAY)
    assert those_who_do(address, sent, people) == TEAM | {"officer of the service"}


def test_correction_is_dropped_only_by_officers_who_are_let_in_and_the_team(
    people: dict[str, Person | None],
) -> None:
    approve(Return.objects.get(measure__ref="27"), by=approver(people), on=TODAY)
    approved(Return.objects.get(measure__ref="26"))
    officer, team = one(people, "officer of the service"), one(people, "performance team")
    period, until = close_period(Period.objects.get(), by=team, on=TODAY), today()
    reopen(period, people=[officer], until=until, reason="Late.", by=team, on=TODAY)
    old = Return.objects.get(measure__ref="26")
    begin_correction(old, reason="A depot was left out.", by=officer, on=TODAY)
    address = f"/returns/{READ}/26/correct/drop/"
    sent = {"reason": "It was not.", "seen_edit": "0"}
    assert those_who_do(address, sent, people) == TEAM | {"officer of the service"}


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


@pytest.mark.parametrize("role", ROLES)
def test_import_is_undone_only_by_those_who_may_import(
    role: str, people: dict[str, Person | None]
) -> None:
    run = ImportRun.objects.create(
        kind="measures",
        file_name="a.xlsx",
        state=ImportState.COMMITTED,
        committed_at=timezone.now(),
    )

    client_of(people[role]).post(f"/admin/indicators/measure/import/{run.pk}/undo/")

    run.refresh_from_db()
    is_undone = run.state == ImportState.UNDONE
    assert is_undone == (role in {"performance team", "administrator"})


@pytest.mark.parametrize("role", ROLES)
def test_reminders_are_sent_only_by_the_performance_team(
    role: str, people: dict[str, Person | None]
) -> None:
    sent = {"action": "send", "seal": preview(today()).seal}
    client_of(people[role]).post("/reminders/", sent)
    assert Message.objects.exists() is (role == "performance team")


def test_leads_are_named_only_by_approvers_and_the_performance_team(
    people: dict[str, Person | None],
) -> None:
    measure, officer = Measure.objects.get(ref="25"), one(people, "officer of the service")
    lead = {f"lead_{measure.pk}": str(officer.pk), f"seen_{measure.pk}": "-"}
    sent = {"service": str(measure.service_id), f"deputy_{measure.pk}": "", **lead}
    assert those_who_do("/leads/", sent, people) == {"approver of the service", "performance team"}


def test_cover_is_arranged_and_ended_only_for_oneself_and_by_those_above(
    people: dict[str, Person | None],
) -> None:
    absent, by = one(people, "officer of the service"), one(people, "approver of the service")
    first, last = today(), today() + timedelta(days=5)
    may = {"officer of the service", "approver of the service", "performance team"}
    sent = {"absent": str(absent.pk), "by": str(by.pk), "starts_on": str(first)}
    sent["ends_on"] = str(last)
    assert those_who_do("/cover/", sent, people) == may
    made = Cover.objects.create(absent=absent, by=by, starts_on=first, ends_on=last)
    assert those_who_do("/cover/", {"action": "end", "cover": str(made.pk)}, people) == may


TEAM = {"performance team"}


@pytest.mark.parametrize("step", ["change", "remove"])
def test_terms_are_changed_only_by_the_performance_team(
    step: str, people: dict[str, Person | None]
) -> None:
    agreed = {"reason": "New contract", "agreed_by": "Cabinet", "decision_ref": "minute 45"}
    sent = {"action": "agree", "quarter": READ, "agreed_on": "2017-12-15", **agreed}
    sent |= {"target_state": "SET", "target": "90", "tolerance_mode": "NONE"}
    address = f"/terms/26/{step}/"
    sent["seen"] = box(client_of(people["performance team"]).post(address, sent), "seen")
    assert those_who_do(address, sent, people) == TEAM


@pytest.mark.parametrize("action", ["agree", "turn-down", "withdraw"])
def test_ratings_are_judged_and_decided_on_only_by_the_performance_team(
    action: str, people: dict[str, Person | None]
) -> None:
    return_ = Return.objects.get(measure__ref="25")
    sent = {"action": "judge", "colour": "GREEN", "reason": "It leaves out a whole depot."}
    assert those_who_do(f"/judged/{READ}/25/", sent, people) == TEAM
    another, why = make_performance("Another of the team"), sent["reason"]
    made = judge(return_, colour=Colour.GREEN, reason=why, by=another, on=TODAY)
    decided = {"action": action, "return": str(made.pk), "reason": "No."}
    decided["seen"] = seen_of(Judgement.objects.get(), made.rating)
    assert those_who_do("/judged/", decided, people) == TEAM


def test_settings_are_saved_only_by_the_performance_team_and_administrators(
    people: dict[str, Person | None],
) -> None:
    council = Council.current()
    sent = {name: str(getattr(council, name)) for name in FIELDS} | {"grace_days": "14"}
    sent["seen"] = settings_seen(council)
    assert those_who_do("/council-settings/", sent, people) == TEAM | {"administrator"}


def those_who_do(address: str, sent: dict[str, str], people: dict[str, Person | None]) -> set[str]:
    return {role for role, person in people.items() if does(person, address, sent)}


def one(people: dict[str, Person | None], role: str) -> Person:
    found = people[role]
    assert found is not None
    return found


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
