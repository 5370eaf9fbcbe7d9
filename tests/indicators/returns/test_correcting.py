"""What a correction takes over from the version it corrects, and what falls with the figure."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.agreeing import agree_terms, change_measure
from indicators.models import ExceptionReport, Judgement, Measure, Return
from indicators.returns import rating
from indicators.returns.approving import approve, send_back
from indicators.returns.closing import acknowledge_missing, close_period, waive
from indicators.returns.entering import Entry, entry_of, save_draft
from indicators.returns.judging import agree_judgement, judge
from indicators.returns.refusals import RefusedError
from indicators.returns.submitting import submit
from indicators.rules.rag import Colour
from organisation.access import NotAllowedError
from organisation.models import Change, Council, Role
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    entered,
    make_approver,
    make_performance,
    make_person,
    make_return,
    make_service,
)
from tests.indicators.returns.corrections import begun, closed, corrected, olga

pytestmark = pytest.mark.django_db

DEPOT = "The figure leaves out a whole depot."


def judged_red() -> Return:
    """A green that was judged red, of a closed period."""
    return_ = approved(make_return(), "82", **EXPLAINED)
    judge(return_, colour=Colour.RED, reason=DEPOT, by=make_performance(), on=TODAY)
    close_period(return_.period, by=make_performance(), on=TODAY)
    return Return.objects.with_everything().get()


def judged_better() -> Return:
    """A red that two people agreed is green, of a closed period."""
    return_ = approved(make_return(), "70", **EXPLAINED)
    judge(return_, colour=Colour.GREEN, reason=DEPOT, by=make_performance(), on=TODAY)
    agree_judgement(return_, by=make_performance("Second of the team"), on=TODAY)
    close_period(return_.period, by=make_performance(), on=TODAY)
    return Return.objects.with_everything().get()


def waived() -> Return:
    """A red of a closed period whose report was waived and never written."""
    return_ = approved(make_return(), "82")
    terms = return_.terms
    terms.target = Decimal(95)  # red from here on, so it waits for its approver once more
    agree_terms(terms, by=make_performance(), on=TODAY)
    waive(return_, reason="Told to Cabinet already.", by=make_performance(), on=TODAY)
    approve(return_, by=make_approver(make_service()), on=TODAY)
    close_period(return_.period, by=make_performance(), on=TODAY)
    return Return.objects.with_everything().get()


def sent_as(made: Return, entry: Entry) -> Return:
    """The correction approved with this entry."""
    submit(save_draft(made, entry, by=olga(), on=TODAY), by=olga(), on=TODAY)
    return approve(made, by=make_approver(make_service()), on=TODAY)


def status_of(return_: Return) -> str:
    return Return.objects.select_related("rating").get(pk=return_.pk).rating.status


def test_correction_of_words_keeps_a_judged_red() -> None:
    old = judged_red()
    made = begun(old)
    made = sent_as(made, replace(entry_of(made), commentary="A comma."))
    assert (status_of(made), made.rating.calculated) == ("RED_JUDGED", "GREEN")
    kept = Judgement.objects.get(of=made)
    assert (kept.colour, kept.reason, kept.by) == ("RED", DEPOT, make_performance())
    assert Judgement.objects.filter(of=old).exists()


def test_correction_of_words_keeps_what_two_agreed() -> None:
    made = begun(judged_better())
    made = sent_as(made, replace(entry_of(made), commentary="A comma."))
    assert status_of(made) == "GREEN_JUDGED"
    assert Judgement.objects.get(of=made).agreed_by == make_performance("Second of the team")


def test_correction_of_the_figure_loses_the_judged_colour() -> None:
    old = judged_red()
    made = begun(old)
    made = sent_as(made, replace(entry_of(made), value=Decimal(84)))
    assert (status_of(made), status_of(old)) == ("GREEN", "RED_JUDGED")
    assert [each.of_id for each in Judgement.objects.all()] == [old.pk]


def test_waiver_is_carried_over() -> None:
    return_ = waived()
    made = begun(return_)
    kept = ExceptionReport.objects.get(of=made)
    assert (kept.waived_by, kept.waived_on, kept.waived_reason) == (
        make_performance(),
        TODAY,
        "Told to Cabinet already.",
    )
    made = sent_as(made, replace(entry_of(made), commentary="A comma."))
    assert status_of(made) == "RED"


def test_correction_without_a_waiver_has_none() -> None:
    made = begun(closed("50", **EXPLAINED))
    assert not ExceptionReport.objects.get(of=made).is_waived


def test_correction_is_rated_with_the_decimals_that_were_in_force() -> None:
    made = begun(closed("79.96"))
    measure = Measure.objects.get()
    measure.decimals = 3
    change_measure(measure, by=make_performance(), on=TODAY)
    stored = Return.objects.get(pk=made.pk)
    assert rating.as_entered(stored, Council.current()).status == "GREEN"


def test_version_that_was_corrected_is_not_sent_back() -> None:
    first = corrected(closed("82"), "81")
    corrected(first, "80")
    approver = make_approver(make_service())
    with pytest.raises(RefusedError):
        send_back(first, reason="October is missing.", by=approver, on=TODAY)


def test_nobody_approves_a_copy_of_their_own_figure() -> None:
    both = make_approver(make_service(), "Bo")
    make_person("Bo", Role.OFFICER, service=make_service())
    return_ = save_draft(make_return(), Entry(value=Decimal(82)), by=both, on=TODAY)
    submit(return_, by=both, on=TODAY)
    approve(return_, by=make_approver(make_service()), on=TODAY)
    close_period(return_.period, by=make_performance(), on=TODAY)
    made = begun(return_)
    save_draft(made, replace(entry_of(made), commentary="A comma."), by=olga(), on=TODAY)
    submit(made, by=olga(), on=TODAY)
    with pytest.raises(NotAllowedError):
        approve(made, by=both, on=TODAY)


# One that changes nothing


SAME = (
    "It says the same as the version that it corrects. Change what is wrong, or drop the "
    "correction."
)


def test_correction_that_changes_nothing_is_refused() -> None:
    made = begun(closed("50", **EXPLAINED))
    with pytest.raises(RefusedError) as refused:
        submit(made, by=olga(), on=TODAY)
    assert refused.value.problems == {"": SAME}


def test_what_was_changed_and_changed_back_is_refused_and_not_ready() -> None:
    made = begun(closed("82"))
    saved = save_draft(made, Entry(value=Decimal(84)), by=olga(), on=TODAY)
    assert saved.is_ready
    saved = save_draft(made, Entry(value=Decimal(82)), by=olga(), on=TODAY)
    assert not saved.is_ready
    with pytest.raises(RefusedError, match="It says the same"):
        submit(made, by=olga(), on=TODAY)


@pytest.mark.parametrize(
    "change",
    [{"value": Decimal("82.1")}, {"commentary": "A comma."}, {"quality": "PROVISIONAL"}],
    ids=["figure", "text", "quality"],
)
def test_any_change_is_enough(change: dict[str, Any]) -> None:
    made = begun(closed("82"))
    save_draft(made, replace(entry_of(made), **change), by=olga(), on=TODAY)
    assert submit(made, by=olga(), on=TODAY).state == "SUBMITTED"


def test_what_was_closed_unapproved_may_be_sent_as_it_was_entered() -> None:
    return_ = entered(make_return(), "82")
    acknowledge_missing(return_, reason="No staff.", by=make_performance(), on=TODAY)
    close_period(return_.period, by=make_performance(), on=TODAY)
    assert submit(begun(return_), by=olga(), on=TODAY).state == "SUBMITTED"


# What the record keeps of taking its place


def test_record_tells_which_version_counts() -> None:
    old = closed("82")
    made = corrected(old, "84")
    rows = Change.objects.filter(field="is_current").order_by("id")
    assert list(rows.values_list("deed", "object_id", "before", "after")) == [
        ("return corrected", old.pk, "True", "False"),
        ("return approved", made.pk, "False", "True"),
    ]


def test_record_tells_the_rating_of_what_is_carried_over() -> None:
    made = corrected(
        closed("82"), None, no_value_reason="PUBLISHED_LATER", expected_on=date(2018, 2, 20)
    )
    assert status_of(made) == "CARRY_OVER"
    rows = Change.objects.about(made).filter(field__in=("rating", "sentence")).order_by("id")
    kept = Return.objects.select_related("rating").get(pk=made.pk).rating
    assert list(rows.values_list("deed", "field", "before", "after")) == [
        ("return approved", "rating", "", "CARRY_OVER"),
        ("return approved", "sentence", "", kept.sentence),
    ]
