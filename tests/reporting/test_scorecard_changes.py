"""The record of a return as a page tells it, and to whom it tells how much."""

from decimal import Decimal

import pytest

from indicators.agreeing import agree_terms
from indicators.returns.approving import send_back
from tests.factories import (
    EXPLAINED,
    Q3,
    TODAY,
    approved,
    make_approver,
    make_officer,
    make_performance,
    make_return,
    make_service,
    submitted,
)
from tests.reporting.scorecard_examples import (
    present,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/measures/25/2017-18-q3/"
LAST_YEAR = Q3.same_last_year()


def test_the_record_begins_for_others_with_the_submission_that_was_approved() -> None:
    return_ = submitted(make_return(), "60", **EXPLAINED)
    send_back(return_, reason="Check it.", by=make_approver(make_service()), on=TODAY)
    approved(make_return(), "82")
    told = [each.what for each in present(make_return()).deeds]
    assert told == ["Approved", "Submitted"]
    own = [each.what for each in present(make_return(), make_performance()).deeds]
    assert own == [
        "Approved",
        "Submitted",
        "Saved",
        "Sent back",
        "Submitted",
        "Saved",
    ]


def test_the_record_says_who_what_and_why() -> None:
    service = make_service()
    officer = make_officer(service)
    officer.post = "Data Officer"
    officer.save()
    return_ = submitted(make_return(), "60", **EXPLAINED)
    send_back(return_, reason="Check it.", by=make_approver(service), on=TODAY)
    back, sent, saved = present(make_return(), make_performance()).deeds
    assert (back.what, back.why) == ("Sent back", "Check it.")
    assert back.when.startswith("15 January 2018, ")
    fields = [(each.label, each.after) for each in sent.fields]
    assert (sent.who, fields) == (
        f"{officer.name}, Data Officer",
        [
            ("State", "Submitted"),
            ("Submitted as", "officer of the service"),
            ("Rating", "Red"),
            ("Rating in words", return_.rating.sentence),
        ],
    )
    entry = {each.label: each.after for each in saved.fields}
    assert (entry["Figure"], entry["Cause"]) == ("60.0%", EXPLAINED["cause"])


def test_somebody_without_a_post_is_named() -> None:
    service = make_service()
    officer = make_officer(service)
    return_ = submitted(make_return(), "60", **EXPLAINED)
    send_back(return_, reason="Check it.", by=make_approver(service), on=TODAY)
    assert not officer.post
    told = present(make_return(), make_performance()).deeds
    assert {each.who for each in told[1:]} == {officer.name}


def test_the_record_tells_of_changed_terms() -> None:
    return_ = approved(make_return(), "82")
    terms = return_.terms
    terms.target = Decimal(81)
    agree_terms(terms, by=make_performance(), on=TODAY, why="Agreed by Cabinet")
    changed = next(each for each in present(return_).deeds if each.what == "Terms changed")
    assert (changed.why, [(each.label, each.before, each.after) for each in changed.fields]) == (
        "Agreed by Cabinet",
        [("Target", "80%", "81%")],
    )
