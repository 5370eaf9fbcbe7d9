"""Texts split by the council's own list."""

import pytest

from indicators.spreadsheets.understanding.departments import (
    CouncilList,
    SettledService,
    question,
    read,
    text_parts,
)
from indicators.spreadsheets.understanding.questions import NotAChoice

COUNCIL = CouncilList(
    {"Department of People": ("Adult Services", "Adult Services & Housing"), "People": ("Culture",)}
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Department of People Adult Services", "Adult Services"),
        ("DEPARTMENT OF PEOPLE \u2013 Adult Services and Housing", "Adult Services & Housing"),
        ("Department of People\nAdult Services", "Adult Services"),
    ],
)
def test_text_is_split_by_the_council_list(text: str, expected: str) -> None:
    assert COUNCIL.named_by(text) == SettledService("Department of People", expected)


@pytest.mark.parametrize("text", ["Department of People", "Adult Services", "Roads", ""])
def test_text_that_the_list_does_not_settle(text: str) -> None:
    assert COUNCIL.named_by(text) is None


def test_first_choice_is_a_new_service_of_a_known_directorate() -> None:
    ask = question("Department of People Libraries", COUNCIL)

    assert (ask.key, [each.written for each in ask.choices]) == (
        "department.department-of-people-libraries",
        [
            "new:Department of People / Libraries",
            "Department of People / Adult Services",
            "Department of People / Adult Services & Housing",
            "People / Culture",
            "new:DIRECTORATE / SERVICE",
        ],
    )


def test_council_without_directorates_is_asked_where_the_name_ends() -> None:
    ask = question("Department of People Adult Services", CouncilList())

    assert ask.message == (
        "Which directorate and service is “Department of People Adult Services”? The council has "
        "none yet: put a stroke where the directorate's name ends."
    )
    assert [(each.written, each.draft) for each in ask.choices] == [
        ("new:DIRECTORATE / SERVICE", "Department of People Adult Services")
    ]


def test_directorate_of_one_answer_is_suggested_for_other_texts() -> None:
    answers = {
        "department.a": "new:Department of People / Public Health",
        "department.b": "People",
        "tolerance": "percent / 5",
    }
    council = CouncilList().with_answers(answers)

    ask = question("Department of People Adult Services", council)

    assert council.answered == ("Department of People",)
    assert [each.written for each in ask.choices] == [
        "new:Department of People / Adult Services",
        "new:DIRECTORATE / SERVICE",
    ]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("people / culture", SettledService("People", "Culture")),
        ("new:People / Libraries", SettledService("People", "Libraries")),
        ("new:people / culture", SettledService("People", "Culture")),
        ("new:Place / Roads", SettledService("Place", "Roads")),
    ],
)
def test_answer(answer: str, expected: SettledService) -> None:
    assert read(answer, COUNCIL) == expected


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("People / Libraries", "the council has no People / Libraries; to make it, put new:"),
        ("People", "write DIRECTORATE / SERVICE"),
        (f"new:{'x' * 121} / Roads", "at most 120 characters"),
    ],
)
def test_answer_refused(answer: str, said: str) -> None:
    with pytest.raises(NotAChoice, match=said):
        read(answer, COUNCIL)


def test_sheet_text_shown_in_its_two_parts() -> None:
    settled = SettledService("Department of Place", "Culture")

    assert [
        text_parts("Department of Place Culture", settled),
        text_parts("Department of Place", settled),
        text_parts("Department of Place Culture", None),
    ] == [
        ("Department of Place", "Culture"),
        ("Department of Place", ""),
        ("Department of Place Culture", ""),
    ]
