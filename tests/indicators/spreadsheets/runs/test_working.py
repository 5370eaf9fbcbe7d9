"""Imports done in the background: taken in hand once, tried again, ended with a reason."""

import time
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import pre_save
from django.utils import timezone

from indicators.models import ImportProgress, ImportRun, ImportState, Measure, Terms
from indicators.spreadsheets.kinds.kind import Upload
from indicators.spreadsheets.runs import asking
from indicators.spreadsheets.runs.asking import ask_commit, ask_preview, ask_undo, take_in
from indicators.spreadsheets.runs.importing import ImportRefusedError, discard
from indicators.spreadsheets.runs.keeping import hold, preview_again
from indicators.spreadsheets.runs.previewing import unfollowed
from indicators.spreadsheets.runs.progress import Pulse
from indicators.spreadsheets.runs.working import (
    BROKEN,
    TOO_OFTEN,
    refuse,
    save_whole,
    take,
    work_once,
)
from organisation.models import Change
from tests.factories import make_person
from tests.indicators.spreadsheets.books import HEADINGS, sheet_of
from tests.indicators.spreadsheets.importing_examples import (
    ANSWERS,
    HOMES,
    ROADS,
    imported,
    with_target,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SMALL_FILE", 0)
    monkeypatch.setattr(asking, "FEW_ROWS", 0)


def uploaded(*rows: Sequence[object], content: bytes = b"", **answers: object) -> ImportRun:
    file = content or sheet_of([HEADINGS, *rows])
    return take_in(Upload(file, "a.xlsx", year="2017/18", answers=answers or ANSWERS), by=None)


def fallen_silent() -> None:
    ImportProgress.objects.update(beat_at=timezone.now() - timedelta(minutes=1))


def state(run: ImportRun) -> tuple[str, str]:
    run.refresh_from_db()
    return run.state, run.refusal


def test_import_is_read_saved_and_undone_by_the_worker() -> None:
    ann = make_person("Ann")
    run = uploaded(HOMES, ROADS)
    states = [state(run)[0]]
    for deed in (None, ask_commit, ask_undo):
        if deed:
            deed(run, by=ann)
            states.append(state(run)[0])
        assert work_once()
        states.append(state(run)[0])

    assert states == ["WAITING", "PREVIEWED", "SAVING", "COMMITTED", "UNDOING", "UNDONE"]
    assert (run.committed_by, run.undone_by, Measure.objects.count()) == (ann, ann, 0)
    assert set(Change.objects.values_list("origin", flat=True)) == {
        f"import a.xlsx sha256:{run.sha256}",
        f"undo of import {run.pk}, sha256:{run.sha256}",
    }
    assert not work_once()


def test_answers_are_previewed_with_by_the_worker() -> None:
    run = uploaded(HOMES, ROADS, profile="linear")
    work_once()
    run.refresh_from_db()

    ask_preview(run, answers=ANSWERS, leave_out=["2"])
    work_once()

    run.refresh_from_db()
    assert (run.summary["committable"], run.counts["rows"], run.left_out) == (True, 1, ["2"])


def is_told(seconds: float) -> bool:
    """Whether the progress of one row gets into the database within that time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if ImportProgress.objects.filter(step="Saving", done=1, total=2).exists():
            return True
        time.sleep(0.1)
    return False


def test_progress_is_told_with_signs_of_life() -> None:
    uploaded(HOMES, ROADS)
    work_once()
    before = ImportProgress.objects.get()

    with Pulse(before.run_id, before.taken_at) as pulse:
        pulse.follow("Saving", 1, 2)
        told = is_told(20)

    assert (told, ImportProgress.objects.get().beat_at > before.beat_at) == (True, True)


def test_progress_is_told_while_an_import_is_saved_but_not_on_sqlite() -> None:
    run = uploaded(HOMES, ROADS)
    work_once()
    progress = ImportProgress.objects.get()
    shows = connection.vendor != "sqlite"

    with Pulse(run.pk, progress.taken_at) as pulse, transaction.atomic():
        hold(run, (ImportState.PREVIEWED,))
        pulse.follow("Saving", 1, 2)
        told = is_told(20 if shows else 2)

    assert told == shows


def test_what_waits_longest_is_taken_first_and_once() -> None:
    first, second = uploaded(HOMES), uploaded(ROADS)

    taken = [take(), take(), take()]

    assert [each[0].pk if each else None for each in taken] == [first.pk, second.pk, None]


def test_import_whose_worker_fell_silent_is_taken_again() -> None:
    run = uploaded(HOMES)
    take()

    fallen_silent()
    again = take()

    assert again is not None
    assert (again[0].pk, again[0].progress.tries, state(run)[0]) == (run.pk, 2, "READING")


def test_import_that_ends_its_workers_is_not_tried_for_ever() -> None:
    run = uploaded(HOMES)
    for _ in range(3):
        take()
        fallen_silent()

    assert work_once()
    assert (state(run), take()) == (("UNREADABLE", TOO_OFTEN), None)


def test_worker_that_was_thought_dead_keeps_nothing_of_what_it_read() -> None:
    run = uploaded(HOMES)
    late = take()
    fallen_silent()
    take()
    discard(run)

    assert late is not None
    assert not work_once()
    assert (state(run)[0], run.pages.count()) == ("DISCARDED", 0)


def test_file_that_can_not_be_read_says_why() -> None:
    run = uploaded(content=b"%PDF-1.4")

    work_once()

    message = "This is a PDF: ask for the workbook that it was made from, and upload that."
    assert state(run) == ("UNREADABLE", message)


def test_what_changed_since_it_was_shown_is_read_again() -> None:
    imported(HOMES, ROADS)
    run = uploaded(HOMES, with_target(ROADS, "90%"))
    work_once()
    ask_commit(run, by=None)
    Terms.objects.filter(measure__ref="2", year=2017).update(target=88)

    work_once()
    between = state(run)[0]
    work_once()

    now, refusal = state(run)
    assert (between, now, run.summary["changed_since"]) == ("WAITING", "PREVIEWED", ["2"])
    assert refusal.startswith("Nothing was saved: measures 2 changed since the preview was shown.")
    assert Terms.objects.get(measure__ref="2", year=2017).target == 88


def test_refused_by_the_database_it_is_as_it_was() -> None:
    run = uploaded(HOMES)
    work_once()
    ask_commit(run, by=None)

    def fail(**_: object) -> None:
        raise IntegrityError("the disk is full")

    pre_save.connect(fail, sender=Terms)
    try:
        work_once()
    finally:
        pre_save.disconnect(fail, sender=Terms)

    message = "The database refused the import, so nothing was saved: "
    assert (state(run)[0], state(run)[1][: len(message)], run.committed_by) == (
        "PREVIEWED",
        message,
        None,
    )


def test_error_of_ours_ends_the_import_and_not_the_worker() -> None:
    run = uploaded(HOMES)
    ImportRun.objects.update(kind="nothing")

    assert work_once()
    assert state(run) == ("UNREADABLE", BROKEN)


def test_nothing_is_asked_twice() -> None:
    run = uploaded(HOMES)
    work_once()
    ask_commit(run, by=None)

    with pytest.raises(ImportRefusedError, match="is being saved already"):
        ask_commit(run, by=None)
    with pytest.raises(ImportRefusedError, match="is being saved already"):
        ask_undo(run, by=None)


def taken_to_save() -> tuple[ImportRun, ImportRun]:
    """An import to be saved, in the hands of a page and of a worker at once."""
    run = uploaded(with_target(HOMES, 120))
    work_once()
    ask_commit(run, by=None)
    taken = take()
    assert taken is not None
    return run, taken[0]


def test_worker_saves_no_preview_that_nobody_has_seen() -> None:
    """Refused by the page and read again, it is asked for anew or not at all."""
    imported(HOMES, ROADS)
    run, taken = taken_to_save()
    imported(with_target(HOMES, 110))
    save_whole(run, unfollowed)
    work_once()
    preview_again(ImportRun.objects.get(pk=run.pk))

    save_whole(taken, unfollowed)

    target = Terms.objects.get(measure__ref="1", year=2017).target
    assert (state(run)[0], target) == ("PREVIEWED", Decimal(110))


def test_late_refusal_leaves_an_import_that_was_saved_meanwhile() -> None:
    imported(HOMES, ROADS)
    run, taken = taken_to_save()
    save_whole(run, unfollowed)

    refuse(taken, "It changed.", ["1"])

    assert state(run) == ("COMMITTED", "")
