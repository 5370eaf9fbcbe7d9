"""Ways round the rights: ids of other services and periods in what is sent, rights that ended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps

from indicators.models import Measure, Period, Reopening, Return, State
from indicators.returns.approving import send_back
from indicators.returns.closing import acknowledge_missing, close_period
from indicators.returns.entering import Entry, entry_of, save_draft
from indicators.returns.opening import open_period
from indicators.returns.recorded import newest_change
from indicators.returns.reopening import begin_correction, lock_period, reopen
from indicators.returns.submitting import submit
from indicators.rules.periods import Quarter
from organisation.models import Appointment, Cover, Person, Role
from tests.everybody import client_of
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    entered,
    make_approver,
    make_measure,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    make_terms,
    submitted,
)

pytestmark = pytest.mark.django_db

READ, YESTERDAY = "2017-18-q3", TODAY - timedelta(days=1)
FORM = f"/returns/{READ}/25/"
SECRETS = ("86.7", "Not for others yet.")
OK, NO, GONE = 200, 403, 404


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.BUSINESS_TODAY = TODAY


@pytest.fixture
def return_() -> Return:
    """A return of Children, with one of Waste beside it."""
    make_measure("25", service=make_service())
    make_measure("90", service=waste())
    make_return("90")
    return make_return("25")


def waste() -> Any:
    return make_service("Waste", "Place")


def outsiders() -> list[Person]:
    return [make_officer(waste()), make_approver(waste()), make_person("Cllr Moss", Role.MEMBER)]


# Words and figures that nobody approved, while their period is open or being corrected


def draft(return_: Return) -> None:
    entered(return_, "86.7", commentary=SECRETS[1])


def sent(return_: Return) -> None:
    submitted(return_, "86.7", commentary=SECRETS[1])


def sent_red(return_: Return) -> None:
    submitted(return_, "6.7", **EXPLAINED | {"cause": f"86.7: {SECRETS[1]}"})


def sent_back(return_: Return) -> None:
    submitted(return_)
    by = make_approver(make_service())
    send_back(return_, reason=f"86.7? {SECRETS[1]}", by=by, on=TODAY)


def corrected(return_: Return) -> None:
    approved(return_)
    officer, team = make_officer(make_service()), make_performance()
    acknowledge_missing(make_return("90"), reason="Late.", by=team, on=TODAY)
    period = close_period(return_.period, by=team, on=TODAY)
    reopen(period, people=[officer], until=TODAY, reason="A depot.", by=team, on=TODAY)
    made = begin_correction(return_, reason=SECRETS[1], by=officer, on=TODAY)
    better = replace(entry_of(made), value=Decimal("86.7"), commentary=SECRETS[1])
    submit(save_draft(made, better, by=officer, on=TODAY), by=officer, on=TODAY)


def addresses() -> list[str]:
    """Every page that tells of a return, or of its service's."""
    returns, approvals, board = f"/returns/{READ}", f"/approvals/{READ}", f"/board/{READ}/"
    own = [f"{returns}/25/{page}" for page in ("", "history/", "versions/", "correct/")]
    decided = [f"{approvals}/25/", f"{approvals}/greens/people_children/", "/approvals/approved/"]
    boards = [board, f"{board}asked/", f"{board}?service=people_children", "/leads/", "/cover/"]
    read = [f"/measures/25/{READ}/", f"/measures/25/{READ}/chart.json", "/measures/25/history/"]
    read += [f"/scorecard/{READ}/", f"/directorates/people/{READ}/", f"/exceptions/{READ}/25/"]
    read += [f"/scorecard/{READ}/chart.json", f"/exceptions/{READ}/", f"/periods/{READ}/"]
    grid = f"{returns}/grid/people_children/"
    return ["/", "/returns/", "/approvals/", grid, *own, *decided, *boards, *read]


@pytest.mark.parametrize("deed", [draft, sent, sent_red, sent_back, corrected])
def test_what_nobody_approved_stands_on_no_page_of_others(
    deed: Callable[[Return], None], return_: Return
) -> None:
    deed(return_)
    leaks = [
        (person.name, address)
        for person in outsiders()
        for address in addresses()
        if any(each in client_of(person).get(address).content.decode() for each in SECRETS)
    ]
    assert leaks == []


def test_opening_a_page_changes_nothing(return_: Return) -> None:
    sent_red(return_)
    people = [make_officer(make_service()), make_approver(make_service()), make_performance()]
    client_of(people[0]).get("/")  # makes the row of the council's settings
    before = everything()
    for person in people:
        for address in addresses():
            client_of(person).get(address)
    assert {label for label, rows in everything().items() if rows != before[label]} == set()


def everything() -> dict[str, list[Any]]:
    """All that is stored of ours, sign-ins left out."""
    models = [each for app in ("indicators", "outcomes", "organisation") for each in _models(app)]
    rows = {each._meta.label: list(each._base_manager.order_by("pk").values()) for each in models}  # noqa: SLF001
    for each in rows["organisation.Person"]:
        del each["last_login"]
    return rows


def _models(app: str) -> list[Any]:
    return list(apps.get_app_config(app).get_models())


# Ids of others in what is sent


def test_grid_takes_no_row_of_another_service(return_: Return) -> None:
    typed = {"action": "save", f"value-{return_.pk}": "81", f"seen-{return_.pk}": "0"}
    client, grids = client_of(make_officer(waste())), f"/returns/{READ}/grid"
    assert client.post(f"{grids}/people_children/", typed).status_code == NO
    client.post(f"{grids}/place_waste/", typed)
    client.post(f"{grids}/place_waste/", typed | {"action": "submit"})
    assert Return.objects.get(pk=return_.pk).edit == 0


def test_greens_take_no_return_of_another_service(return_: Return) -> None:
    green = submitted(return_)
    shown = {"return": f"{green.pk}-{green.edit}-{newest_change(green)}"}
    client_of(make_approver(waste())).post(f"/approvals/{READ}/greens/place_waste/", shown)
    assert Return.objects.get(pk=green.pk).state == State.SUBMITTED


def test_leads_take_no_measure_of_another_service(return_: Return) -> None:
    mine, theirs = Measure.objects.get(ref="90"), return_.measure
    officer = str(make_officer(waste()).pk)
    chosen = {f"lead_{each.pk}": officer for each in (mine, theirs)}
    seen = {f"seen_{each.pk}": "-" for each in (mine, theirs)}
    service = {"service": str(mine.service_id), f"deputy_{mine.pk}": "", f"deputy_{theirs.pk}": ""}
    client_of(make_approver(waste())).post("/leads/", {**service, **chosen, **seen})
    assert list(Measure.objects.filter(lead__isnull=False)) == [mine]


@pytest.mark.parametrize("action", ["waive", "acknowledge", "send-back", "acknowledge-several"])
def test_period_takes_no_return_of_another_period(action: str, return_: Return) -> None:
    make_terms(make_measure("80"), 2018)
    due, team = Quarter(2018, 1).end, make_performance()
    other = open_period(quarter=Quarter(2018, 1), due_on=due, by=team, on=TODAY).returns.get()
    ids = {"return": str(return_.pk), "returns": [str(return_.pk), str(other.pk)]}
    sent = {"action": action, "reason": "For a reason.", **ids}
    assert client_of(team).post("/periods/2018-19-q1/", sent).status_code == GONE
    assert not Return.objects.exclude(missing_reason="").exists()


def test_nobody_is_let_in_who_enters_nothing(return_: Return) -> None:
    team = make_performance()
    lock_period(return_.period, reason="Late.", by=team, on=TODAY)
    member = make_person("Cllr Moss", Role.MEMBER)
    sent = {"people": str(member.pk), "until": "2018-02-01", "reason": "Late."}
    client_of(team).post(f"/periods/{READ}/let-in/", sent)
    assert not Reopening.objects.exists()


# Rights that ended, moved, or are two in one


def test_cover_counts_on_its_last_day_and_not_the_day_after(return_: Return) -> None:
    absent, by = make_officer(return_.measure.service), make_officer(waste())  # type: ignore[arg-type]
    cover = Cover.objects.create(
        absent=absent, by=by, starts_on=YESTERDAY, ends_on=YESTERDAY, reason="Leave."
    )
    assert client_of(by).get(FORM).status_code == NO
    Cover.objects.filter(pk=cover.pk).update(ends_on=TODAY)
    assert client_of(by).get(FORM).status_code == OK
    Appointment.objects.filter(person=absent).update(ends_on=YESTERDAY)
    assert [client_of(each).get(FORM).status_code for each in (absent, by)] == [NO, NO]


def test_measure_that_moves_takes_its_returns_along(return_: Return) -> None:
    sent(return_)
    Measure.objects.filter(pk=return_.measure_id).update(service=waste())
    before, after = make_officer(make_service()), make_officer(waste())
    pages = (FORM, f"{FORM}history/", f"{FORM}versions/")
    assert [client_of(before).get(each).status_code for each in pages] == [NO, NO, NO]
    assert [client_of(after).get(each).status_code for each in pages] == [OK, OK, OK]


def test_nobody_approves_own_words_as_approver_or_in_an_approvers_place(return_: Return) -> None:
    service = make_service()
    officer = make_officer(service)
    both = make_approver(service, "Bo")
    make_person("Bo", Role.OFFICER, service=service)
    Cover.objects.create(
        absent=make_approver(service), by=officer, starts_on=TODAY, ends_on=TODAY, reason="Leave."
    )
    save_draft(return_, Entry(value=Decimal(81)), by=both, on=TODAY)
    stored = submitted(return_)
    seen = {"seen_edit": str(stored.edit), "seen_change": str(newest_change(stored))}
    for person in (both, officer):
        page = client_of(person).post(f"/approvals/{READ}/25/", {"action": "approve", **seen})
        assert page.status_code == NO
        shown = {"return": f"{stored.pk}-{stored.edit}-{newest_change(stored)}"}
        client_of(person).post(f"/approvals/{READ}/greens/people_children/", shown)
    assert Return.objects.get(pk=stored.pk).state == State.SUBMITTED
    assert Period.objects.get().is_open


@pytest.mark.parametrize("is_sent_back", [False, True])
@pytest.mark.parametrize("address", [f"{FORM}versions/", f"/measures/25/{READ}/"])
def test_what_was_closed_unapproved_is_not_for_members(address: str, is_sent_back: bool) -> None:
    return_, team = make_return(), make_performance()
    draft(return_)
    if is_sent_back:
        sent(return_)
        send_back(return_, reason="No.", by=make_approver(make_service()), on=TODAY)
    acknowledge_missing(return_, reason="Late.", by=team, on=TODAY)
    close_period(return_.period, by=team, on=TODAY)
    page = client_of(make_person("Cllr Moss", Role.MEMBER)).get(address)
    assert page.status_code == OK
    assert [each for each in SECRETS if each in page.content.decode()] == []


def test_whoever_covers_an_approver_arranges_no_cover_for_others() -> None:
    officer, third = make_officer(make_service()), make_officer(make_service(), "Third")
    absent = make_approver(make_service())
    held = Cover.objects.create(
        absent=absent, by=officer, starts_on=TODAY, ends_on=TODAY, reason="Leave."
    )
    dates = {"starts_on": "2018-01-15", "ends_on": "2018-07-01"}
    typed = {"absent": str(third.pk), "by": str(officer.pk), "reason": "Leave.", **dates}
    client_of(officer).post("/cover/", typed)
    assert list(Cover.objects.all()) == [held]
