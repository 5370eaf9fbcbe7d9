"""Correcting a return of a closed period through its pages, and seeing every version."""

import pytest

from indicators.models import Return
from indicators.officers.correcting import Correcting, correcting
from indicators.rules.periods import Quarter
from organisation.access import access_of
from organisation.models import Person
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    make_approver,
    make_history,
    make_measure,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    submitted,
)
from tests.indicators.returns.corrections import (
    WHY,
    begun,
    closed,
    corrected,
    let_in,
    olga,
    sent,
)
from tests.indicators.returns.pages import Page, box, signed_in, words

pytestmark = pytest.mark.django_db

URL = "/returns/2017-18-q3/25/"
CORRECT, VERSIONS, DROP = f"{URL}correct/", f"{URL}versions/", f"{URL}correct/drop/"
APPROVE = "/approvals/2017-18-q3/25/"
CLOSED = "2017/18 Q3 is closed; its figures are changed only by a correction."


def get(url: str, by: Person | None = None) -> Page:
    return signed_in(by or olga()).get(url)


def post(url: str, by: Person | None = None, **fields: str) -> Page:
    return signed_in(by or olga()).post(url, fields, follow=True)


def asha() -> Person:
    return make_approver(make_service())


def offered(return_: Return, person: Person) -> Correcting | None:
    return correcting(return_, person, access_of(person, TODAY), TODAY)


# What is offered


def test_open_period_offers_no_correction() -> None:
    assert offered(approved(make_return()), olga()) is None


def test_officer_who_is_let_in_may_correct() -> None:
    return_ = closed()
    let_in(return_)
    assert offered(return_, olga()) == Correcting(
        words="2017/18 Q3 is closed, and open for you until 20 January 2018.",
        link="Correct this return",
        url=CORRECT,
        versions_url="",
    )


def test_officer_who_is_not_let_in_is_told_whom_to_ask() -> None:
    found = offered(closed(), olga())
    said = f"{CLOSED} If one is needed, ask the performance team to let you in."
    assert found == Correcting(said, "", "", "")


def test_performance_team_is_led_to_letting_somebody_in() -> None:
    found = offered(closed(), make_performance())
    url = "/periods/2017-18-q3/let-in/"
    assert found == Correcting(CLOSED, "Let somebody in to correct it", url, "")


def test_correction_under_way_goes_on() -> None:
    old = closed()
    pending = begun(old)
    words = "A correction of it is under way: draft."
    expected = Correcting(words, "Go on with it", URL, VERSIONS, DROP)
    for each in (old, pending):
        each.refresh_from_db()
        assert offered(each, olga()) == expected


def test_correction_that_waits_is_only_told() -> None:
    found = offered(sent(closed(), "84"), olga())
    words = "A correction of it is under way: submitted."
    assert found == Correcting(words, "", "", VERSIONS, DROP)


def test_officer_who_is_not_let_in_is_not_offered_to_drop_it() -> None:
    begun(closed())
    found = offered(Return.objects.get(version=2), make_officer(make_service(), "Otto"))
    assert found is not None
    assert found.drop_url == ""


def test_corrected_return_leads_to_its_versions() -> None:
    made = corrected(closed(), "84")
    found = offered(made, olga())
    assert found is not None
    assert (found.link, found.versions_url) == ("Correct this return", VERSIONS)


# The whole way


def test_correction_is_begun_mended_submitted_and_approved() -> None:
    let_in(closed("82"))
    assert f'href="{CORRECT}"' in get(URL).content.decode()
    assert WHY in get(CORRECT).content.decode()  # the reason for letting in is suggested
    page = post(CORRECT, reason="A clinic was left out.")
    assert page.redirect_chain == [(URL, 302)]
    assert "Correct what is wrong and submit it." in words(page)
    pending = Return.objects.get(version=2)
    assert (pending.correction_reason, pending.state) == ("A clinic was left out.", "DRAFT")
    submitted(pending, "84")
    assert Return.objects.current().get().version == 1
    page = get(APPROVE, asha())
    seen = {name: box(page, name) for name in ("seen_edit", "seen_change")}
    post(APPROVE, asha(), action="approve", **seen)
    assert Return.objects.current().get().version == 2
    assert list(Return.objects.values_list("version", "rating__is_frozen")) == [
        (1, True),
        (2, True),
    ]


def test_correcting_twice_goes_on_with_the_first() -> None:
    begun(closed())
    assert get(CORRECT).status_code == 302
    page = post(CORRECT, reason="Again.")
    assert page.redirect_chain[-1] == (URL, 302)
    assert Return.objects.count() == 2


def test_correction_needs_a_reason() -> None:
    let_in(closed())
    page = post(CORRECT, reason=" ")
    message = "Say why the return is corrected; it stays on record."
    assert words(page).count(message) == 2  # summary and field
    assert Return.objects.count() == 1


def test_page_of_a_correction_tells_who_is_not_let_in_what_to_do() -> None:
    closed()
    page = get(CORRECT)
    assert "ask the performance team to let you in" in words(page)
    assert "Begin the correction" not in words(page)
    assert "it is not reopened for you" in words(post(CORRECT, reason=WHY))
    assert Return.objects.count() == 1


def test_open_return_is_changed_itself() -> None:
    approved(make_return())
    assert "2017/18 Q3 is open: change the return itself" in words(get(CORRECT))
    assert "is open: change the return itself" in words(post(CORRECT, reason=WHY))


def test_return_that_never_came_in_is_corrected_too() -> None:
    let_in(closed(None))
    assert f'href="{CORRECT}"' in get(URL).content.decode()
    post(CORRECT, reason=WHY)
    assert Return.objects.filter(version=2, state="DRAFT").exists()


@pytest.mark.parametrize("make", [make_officer, make_approver])
def test_correction_is_for_the_services_own_officers(make: type) -> None:
    let_in(closed())
    other = make(make_service("Waste", "Place"))
    assert get(CORRECT, other).status_code == 403
    assert post(CORRECT, other, reason=WHY).status_code == 403
    assert get(CORRECT, asha()).status_code == 403


def test_form_needs_its_token() -> None:
    let_in(closed())
    client = signed_in(olga(), enforce_csrf_checks=True)
    assert client.post(CORRECT, {"reason": WHY}).status_code == 403


# Versions


def member() -> Person:
    return make_person("Cllr Moss")


def test_everybody_sees_what_was_corrected() -> None:
    corrected(closed("82"), "50", **EXPLAINED)
    text = words(get(VERSIONS, member()))
    assert "Version 2 This version counts" in text
    assert f"Why it was corrected: {WHY}" in text
    assert "From 82.0% to 50.0%, down 32.0 percentage points." in text
    assert "The rating changes from Green to Red." in text
    assert "Version 1 Counted until it was corrected" in text


def test_correction_under_way_is_seen_by_its_service_alone() -> None:
    sent(closed("82"), "84", commentary="Only a draft so far.")
    for person, sees in ((member(), False), (olga(), True), (asha(), True)):
        text = words(get(VERSIONS, person))
        assert ("84.0%" in text, "Only a draft so far." in text) == (sees, sees)


def test_versions_of_what_nobody_approved_are_the_services_own() -> None:
    submitted(make_return())
    assert get(VERSIONS, member()).status_code == 403
    assert get(VERSIONS, asha()).status_code == 200


def test_single_version_says_so() -> None:
    closed()
    assert "There is only this version: it was never corrected." in words(get(VERSIONS, member()))


@pytest.mark.parametrize(
    "url", ["/returns/2017-18-q2/25/versions/", "/returns/2017-18-q3/9/versions/"]
)
def test_return_that_was_never_asked_for_has_no_versions(url: str) -> None:
    closed()
    assert get(url).status_code == 404


def test_period_page_lists_what_was_corrected() -> None:
    corrected(closed("82"), "84")
    text = words(get("/periods/2017-18-q3/", make_performance()))
    assert "Corrections (1)" in text
    assert f"25 Measure 25 Approved 15 January 2018 {WHY}" in text


# A correction of an outturn


def test_correction_of_an_outturn_keeps_its_figure_and_not_the_suggested_one() -> None:
    q4, outturn = Quarter(2016, 4), Quarter(2016, 5)
    make_history(make_measure(), {q4: "82", outturn: "85"})
    old = Return.objects.get(period__number=outturn.number)
    begun(old)
    page = get("/returns/2016-17-outturn/25/")
    assert box(page, "value") == "85"
    assert "The last figure is the year’s: 82.0% (Q4 82.0%)." in words(page)


# Dropping it


@pytest.mark.parametrize("state", ["being entered", "waiting for its approver"])
def test_page_that_shows_a_correction_leads_to_dropping_it(state: str) -> None:
    old = closed()
    if state == "being entered":
        begun(old)
    else:
        sent(old, "84")
    for url in (URL, VERSIONS):
        assert f'href="{DROP}"' in get(url).content.decode()
    assert f'href="{DROP}"' not in get(VERSIONS, asha()).content.decode()


def test_correction_is_dropped_with_its_reason() -> None:
    sent(closed("82"), "84")
    page = get(DROP)
    assert f"Correction: {WHY}" in words(page)
    refused = post(DROP, reason="", seen_edit=box(page, "seen_edit"))
    assert "Say why the correction is dropped; it stays on record." in words(refused)
    page = post(DROP, reason="It was right.", seen_edit=box(page, "seen_edit"))
    assert page.redirect_chain == [(URL, 302)]
    assert "The correction is dropped. The version that was closed counts as before." in (
        page.content.decode()
    )
    assert list(Return.objects.values_list("version", "is_current")) == [(1, True)]
    assert "There is only this version: it was never corrected." in words(get(VERSIONS))
    assert WHY not in words(get("/returns/"))
    assert "84.0%" in words(get(f"{URL}history/"))


def test_second_click_and_a_page_of_before_drop_nothing() -> None:
    made = begun(closed())
    old_page = box(get(DROP), "seen_edit")
    submitted(made, "84")
    answer = post(DROP, reason="It was right.", seen_edit=old_page)
    assert "It was changed since you opened this page." in words(answer)
    post(DROP, reason="It was right.", seen_edit=box(answer, "seen_edit"))
    again = post(DROP, reason="It was right.", seen_edit=box(answer, "seen_edit"))
    assert "No correction of this return is under way" in again.content.decode()
    assert Return.objects.get().version == 1


def test_form_of_a_correction_that_was_dropped_meanwhile_saves_nothing() -> None:
    begun(closed("82"))
    form = get(URL)
    sent_with = {name: box(form, name) for name in ("page", "seen_edit")}
    post(DROP, make_performance(), reason="It was right.", seen_edit=box(get(DROP), "seen_edit"))
    answer = post(URL, olga(), action="save", value="84", quality="FINAL", **sent_with)
    assert "is closed; its figures can't be changed here" in words(answer).replace("’", "'")
    assert [each.value for each in Return.objects.all()] == [82]


def test_officer_who_is_not_let_in_is_told_who_drops_it() -> None:
    begun(closed())
    otto = make_officer(make_service(), "Otto")
    assert "It is dropped by whoever is let in to make it" in words(get(DROP, otto))
    assert post(DROP, otto, reason="It was right.", seen_edit="0").status_code == 403
    assert Return.objects.count() == 2


def test_correction_that_changes_nothing_is_not_submitted() -> None:
    begun(closed("82"))
    form = get(URL)
    sent_with = {name: box(form, name) for name in ("page", "seen_edit")}
    answer = post(URL, olga(), action="submit", value="82", quality="FINAL", **sent_with)
    assert "It says the same as the version that it corrects. Change what is wrong, or drop" in (
        words(answer)
    )
    assert Return.objects.get(version=2).state == "DRAFT"
