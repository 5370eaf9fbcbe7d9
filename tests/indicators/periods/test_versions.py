"""Every version of a return: from what to what, why, and who may see which."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Rating, Return
from indicators.officers.pages import Recovery, SentAction, Text
from indicators.periods.versions import (
    CorrectionRow,
    Version,
    all_versions,
    corrections_in,
    last_change,
    versions,
)
from indicators.returns.approving import send_back
from indicators.returns.closing import acknowledge_missing, close_period
from indicators.returns.entering import PlannedAction
from indicators.rules.periods import Quarter
from indicators.rules.rag import Status
from organisation.models import Role
from tests.everybody import client_of
from tests.factories import (
    EXPLAINED,
    Q3,
    TODAY,
    approved,
    entered,
    make_approver,
    make_performance,
    make_person,
    make_return,
    make_service,
    submitted,
)
from tests.indicators.returns.corrections import WHY, begun, closed, corrected, sent

pytestmark = pytest.mark.django_db

SIGNED = (
    "Entered by Officer of Children",
    "Submitted by Officer of Children, 15 January 2018",
    "Approved by Approver of Children, 15 January 2018",
)


def shown(*, unapproved: bool = False) -> tuple[Version, ...]:
    return versions(all_versions(Q3, "25"), unapproved=unapproved)


def changes(*, unapproved: bool = False) -> list[str]:
    return [each.change for each in shown(unapproved=unapproved)]


def test_both_versions_are_seen_with_what_changed_and_why() -> None:
    corrected(closed("82", commentary="As planned."), "84", commentary="With the clinic’s.")
    assert shown() == (
        Version(
            name="Version 2",
            standing="This version counts",
            value="84.0%",
            quality="",
            status=Status.GREEN,
            sentence=Rating.objects.get(of__version=2).sentence,
            commentary="With the clinic’s.",
            explanation=(),
            actions=(),
            recovery=None,
            reason=WHY,
            signed=SIGNED,
            change="From 82.0% to 84.0%, up 2.0 percentage points. The rating stays Green.",
            counts=True,
        ),
        Version(
            name="Version 1",
            standing="Counted until it was corrected",
            value="82.0%",
            quality="",
            status=Status.GREEN,
            sentence=Rating.objects.get(of__version=1).sentence,
            commentary="As planned.",
            explanation=(),
            actions=(),
            recovery=None,
            reason="",
            signed=SIGNED,
            change="",
            counts=False,
        ),
    )


ACTION = PlannedAction("Hire two reviewers", "Director", date(2018, 2, 28))
RED = EXPLAINED | {"actions": (ACTION,), "expected_recovery": Quarter(2018, 2)}


def told(version: Version) -> tuple[object, ...]:
    return version.explanation, version.actions, version.recovery


def test_red_shows_its_explanation_and_amber_its_cause_alone() -> None:
    corrected(closed("50", **RED), "78", **RED)
    amber, red = shown()
    cause = Text("Cause", EXPLAINED["cause"])
    assert told(amber) == ((cause,), (), None)
    assert told(red) == (
        (
            cause,
            Text("Key risks", EXPLAINED["key_risks"]),
            Text("Mitigation", EXPLAINED["mitigation"]),
        ),
        (SentAction("Hire two reviewers", "Director", "28 February 2018"),),
        Recovery("2018/19 Q2", "", ""),
    )


def test_green_shows_nothing_of_what_explained_it_before() -> None:
    corrected(closed("50", **RED), "84")
    assert told(shown()[0]) == ((), (), None)


def test_explanation_of_what_nobody_approved_is_for_the_service_alone() -> None:
    return_ = submitted(make_return(), "50", **RED)
    by = make_performance()
    send_back(return_, reason="Why?", by=make_approver(make_service()), on=TODAY)
    acknowledge_missing(return_, reason="Too late.", by=by, on=TODAY)
    close_period(return_.period, by=by, on=TODAY)
    assert [told(each) for each in shown()] == [((), (), None)]


def test_change_of_colour_is_said() -> None:
    corrected(closed("82"), "50", **EXPLAINED)
    assert changes()[0] == (
        "From 82.0% to 50.0%, down 32.0 percentage points. The rating changes from Green to Red."
    )


def test_figure_that_never_came_in_is_corrected_too() -> None:
    corrected(closed(None), "82")
    assert changes()[0] == (
        "From No figure yet to 82.0%. The rating changes from Awaiting information to Green."
    )


def test_correction_of_words_alone_says_that_the_figure_stays() -> None:
    corrected(closed("82", commentary="Wrong."), "82", commentary="Right.")
    assert changes()[0] == "The figure stays 82.0%. The rating stays Green."


def test_correction_of_a_correction_is_told_from_the_one_before() -> None:
    corrected(corrected(closed("82"), "84"), "86")
    assert changes() == [
        "From 84.0% to 86.0%, up 2.0 percentage points. The rating stays Green.",
        "From 82.0% to 84.0%, up 2.0 percentage points. The rating stays Green.",
        "",
    ]


def test_correction_under_way_is_for_the_service_alone() -> None:
    begun(closed())
    assert [each.name for each in shown()] == ["Version 1"]
    assert [(each.name, each.standing) for each in shown(unapproved=True)] == [
        ("Version 2", "Under way: draft. It counts once it is approved"),
        ("Version 1", "This version counts"),
    ]


def test_correction_that_waits_shows_what_it_would_change() -> None:
    sent(closed(), "84")
    assert changes(unapproved=True)[0].startswith("From 82.0% to 84.0%")
    assert changes() == [""]


def test_return_of_an_open_period_is_seen_once_it_is_approved() -> None:
    return_ = submitted(make_return())
    assert (len(shown()), len(shown(unapproved=True))) == (0, 1)
    approved(make_return("26"))
    assert len(versions(all_versions(Q3, "26"), unapproved=False)) == 1
    assert shown(unapproved=True)[0].standing == (
        "Under way: submitted. It counts once it is approved"
    )
    assert return_.version == 1


def closed_unapproved() -> Return:
    """A draft that stood in its period when that was closed."""
    return_ = entered(make_return(), "86.7", commentary="Not for others yet.")
    team = make_performance()
    acknowledge_missing(return_, reason="Late.", by=team, on=TODAY)
    close_period(return_.period, by=team, on=TODAY)
    return return_


def test_what_was_closed_unapproved_is_no_figure_to_others() -> None:
    closed_unapproved()
    (others,), (own,) = shown(), shown(unapproved=True)
    assert (others.standing, others.value, others.commentary, others.change) == (
        "This version counts",
        "No approved figure",
        "",
        "",
    )
    assert (own.value, own.commentary) == ("86.7%", "Not for others yet.")


@pytest.mark.parametrize(
    ("role", "is_seen"), [(Role.MEMBER, "No approved figure"), (Role.PERFORMANCE, "86.7%")]
)
def test_page_of_what_was_closed_unapproved(role: Role, is_seen: str) -> None:
    closed_unapproved()
    page = client_of(make_person("Reader", role)).get("/returns/2017-18-q3/25/versions/")
    words = page.content.decode()
    assert [each for each in ("No approved figure", "86.7%") if each in words] == [is_seen]


def test_last_change_is_that_of_what_was_approved() -> None:
    old = closed("82")
    assert last_change(all_versions(Q3, "25")) == ""
    sent(old, "84")
    assert last_change(all_versions(Q3, "25")) == ""


def test_versions_are_read_in_one_query() -> None:
    corrected(corrected(closed("82"), "84"), "86")
    with CaptureQueriesContext(connection) as asked:
        versions(all_versions(Q3, "25"), unapproved=True)
    assert len(asked) == 1


# Of a period


def test_corrections_of_a_period_are_listed_with_their_state() -> None:
    make_return("26")
    make_return("3")
    approved(make_return("26"))
    approved(make_return("3"))
    old = closed()
    corrected(old, "84")
    others = {each.measure.ref: each for each in old.period.returns.current()}
    sent(others["3"], "85")
    url = "/returns/2017-18-q3/{}/versions/".format
    assert corrections_in(old.period) == [
        CorrectionRow("3", "Measure 3", "Under way: submitted", WHY, url("3")),
        CorrectionRow("25", "Measure 25", "Approved 15 January 2018", WHY, url("25")),
    ]


def test_open_period_has_no_corrections() -> None:
    assert corrections_in(make_return().period) == []
