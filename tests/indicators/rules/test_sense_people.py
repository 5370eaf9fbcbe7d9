"""Texts that seem to hold who somebody is: names, addresses, NHS and telephone numbers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.sense import Check, Doubt, doubts
from indicators.rules.sense_names import FIRST_NAMES, names_in
from indicators.rules.sense_people import is_nhs_number
from tests.indicators.rules.sense_examples import figure, known, said

PEOPLE = frozenset({"Leonie Drake", "Sunil Garrick", "Penny"})
VOCABULARY = frozenset({"Adult Services & Housing", "Maria Fidelis Way centre", "Jean Monnet Hub"})
COUNCIL = replace(known(), people=PEOPLE, vocabulary=VOCABULARY)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("We met Mr Smith twice.", "Mr S…"),
        ("We met Mrs. Green twice.", "Mrs G…"),
        ("Dr O'Hara resigned.", "Dr O…"),
        ("Cllr Patel launched it.", "Cllr P…"),
        ("Councillor Vikram Hay launched it.", "Councillor V…"),
        ("Support was arranged for Jane Smith and her family.", "J… S…"),
        ("Jane Smith’s case was reviewed.", "J… S…"),
        ("The late plan is that of Mohammed al-Hassan Khan.", ""),
        ("The late plan is that of Mohammed Khan.", "M… K…"),
        ("Her son Jack is back at school.", "J…"),
        ("A payment to resident Wojciech Kowalski was late.", "W… K…"),
        ("Wojciech Kowalski, aged 9, waits for a place.", "W… K…"),
        ("Wojciech Kowalski and his family were housed.", "W… K…"),
        ("We spoke to Wojciech Kowalski's mother.", "W… K…"),
        ("Leonie Drake reviews each case.", "L… D…"),
        ("Penny and pound.", ""),
        ("Mr S was housed.", ""),
        ("Mr and Mrs X were housed.", ""),
    ],
)
def test_names_of_persons(text: str, hint: str) -> None:
    found = [initials for _, initials in names_in(text, PEOPLE, VOCABULARY)]
    assert found == ([hint] if hint else [])


@pytest.mark.parametrize(
    "text",
    [
        "Children Services and Adult Services & Housing work together.",
        "Across Greater Manchester the rate rose.",
        "The Police and Crime Plan was agreed.",
        "The Care Quality Commission and Ofsted visited.",
        "Patients of Queen Elizabeth Hospital and the James Cook University Hospital waited.",
        "The St John Ambulance and St James Park stewards helped.",
        "Works on Victoria Avenue, Albert Road and Charlotte Street ended on Christmas Day.",
        "The Maria Fidelis Way was closed, and the Jean Monnet programme ended.",
        "Councillor Enquiries and Councillor Call for Action rose.",
        "Universal Credit reached Southend in July. Early Help closed 371 assessments.",
        "Young Carers and their families, Young People aged 16 to 24 and Older People came.",
        "The Head of Children's Services and the Special Educational Needs Manager agreed.",
        "Each resident Housing Officer saw a tenant Participation Panel.",
        "Milton Keynes, Tower Hamlets and Kensington and Chelsea lead.",
        "Education, Health and Care Plans\nChild Protection Plans",
        "CAMHS, SEND and the DfE agreed; Public Health England did not.",
    ],
)
def test_no_persons_names(text: str) -> None:
    assert list(names_in(text, PEOPLE, VOCABULARY)) == []


def test_name_is_said_by_its_place_and_never_repeated() -> None:
    texts = {
        "commentary": "On 1.5 points. We met Mr. Smith twice.",
        "key_risks": "None.\nJane Doe may leave.",
        "actions": "Call Leonie Drake\nCall Sunil Garrick",
    }
    assert doubts(figure(), texts, COUNCIL) == (
        Doubt(
            "names-person",
            "commentary",
            "There seems to be a person's name in: commentary (sentence 2, “Mr S…”), "
            "key risks (sentence 2, “J… D…”), actions (sentence 1, “L… D…”) and more. "
            "Write the post, or “a resident”.",
        ),
    )


def test_first_names_are_a_short_list_of_single_capitalised_words() -> None:
    assert len(FIRST_NAMES) <= 150
    assert all(each.isalpha() and each.istitle() for each in FIRST_NAMES)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Write to jane.smith@nhs.net today.", True),
        ("housing@example.council", True),
        ("Open @ 9, closed @ 5", False),
        ("The budget@work scheme", False),
    ],
)
def test_email_addresses(text: str, holds: bool) -> None:
    assert said(Check.HOLDS_EMAIL, "82", known(), cause=text) == (
        "There seems to be an e-mail address in: cause (sentence 1). "
        "Take it out: texts are published."
        if holds
        else ""
    )


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Patient 943 476 5919 waits.", True),
        ("Patient 943-476-5919 waits.", True),
        ("Patient 9434765919.", True),
        ("(9434765919)", True),
        ("Patient 94 3476 5919", True),
        ("Patient 943 476 5918 waits.", False),
        ("Patient 943 476 591 waits.", False),
        ("Reference 19434765919.", False),
        ("Reference 94347659191.", False),
        ("Reference A9434765919.", False),
        ("£9434765919 was paid.", False),
        ("9434765919.50 was paid.", False),
        ("943 476 5919 20", False),
        ("9,434,765,919 bytes", False),
        ("0.9434765919", False),
    ],
)
def test_nhs_numbers(text: str, holds: bool) -> None:
    assert bool(said(Check.HOLDS_NHS_NUMBER, "82", known(), mitigation=text)) is holds


@pytest.mark.parametrize(
    ("digits", "is_valid"),
    [
        ("9434765919", True),
        ("9434765870", True),
        ("4010232137", True),
        ("9434765918", False),
        ("943476591", False),
        ("94347659190", False),
        ("943476591x", False),
        ("", False),
    ],
)
def test_check_digit(digits: str, is_valid: bool) -> None:
    assert is_nhs_number(digits) is is_valid


@given(st.integers(0, 999_999_999))
def test_of_ten_last_digits_one_at_most_is_right(nine: int) -> None:
    """Modulo 11 catches any wrong last digit; where it would have to be 10 there is no number."""
    valid = [digit for digit in range(10) if is_nhs_number(f"{nine:09d}{digit}")]
    weighed = sum(int(each) * (10 - place) for place, each in enumerate(f"{nine:09d}"))
    assert valid == ([] if weighed % 11 == 1 else [-weighed % 11])


@given(st.integers(0, 999_999_999), st.integers(0, 8))
def test_two_neighbouring_digits_swapped_are_found(nine: int, place: int) -> None:
    for last in range(10):
        digits = f"{nine:09d}{last}"
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        if is_nhs_number(digits) and swapped != digits:
            assert not is_nhs_number(swapped)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Ring 07700 900123.", True),
        ("Ring 07700900123", True),
        ("Ring +44 7700 900123", True),
        ("Ring +44 (0)20 7946 0018", True),
        ("Ring (0161) 496 0000.", True),
        ("Ring 0300 123 4567.", False),
        ("Ring 0800 123456", False),
        ("01/04/2017 to 30/06/2017", False),
        ("0.1234567890", False),
        ("From 2016 2017 2018", False),
    ],
)
def test_telephone_numbers(text: str, holds: bool) -> None:
    assert bool(said(Check.HOLDS_PHONE, "82", known(), commentary=text)) is holds


@given(st.text(), st.text(max_size=30), st.text(max_size=30))
def test_any_text_can_be_read(text: str, person: str, phrase: str) -> None:
    people, vocabulary = frozenset({person}), frozenset({phrase})
    about = replace(known(), people=people, vocabulary=vocabulary)
    assert doubts(figure(), {"cause": text}, about) == doubts(figure(), {"cause": text}, about)
    assert all(0 <= place < len(text) for place, _ in names_in(text, people, vocabulary))
