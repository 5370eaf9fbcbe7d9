"""Likely names of persons in a text: titles, the council's own people, first names and cues.

It is meant to miss some rather than to cry at every Greater Manchester: what is in the council's
own vocabulary, or ends like a place or a body, is no person's name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
POSSESSIVE = re.compile(r"['’]s?$")
#: How many capitalised words after a name can make it a place's: James Cook University Hospital.
LOOKAHEAD = 4
#: After these any capitalised word is a surname, Green and Hill too.
BEFORE_SURNAMES = frozenset({"Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Rev"})
BEFORE_NAMES = {"Prof", "Professor", "Cllr", "Cllrs", "Councillor", "Councillors", "Sir", "Dame"}
TITLES = BEFORE_SURNAMES | BEFORE_NAMES
#: Before a first name, what makes it a saint's or a king's and so mostly a building's.
OF_BUILDINGS = frozenset(
    {"St", "Saint", "King", "Queen", "Prince", "Princess", "Duke", "Lord", "Lady"}
)
_CUES = """
resident tenant client patient pupil student carer mother father mum dad son daughter brother sister
wife husband partner neighbour victim widow claimant applicant complainant
"""
#: Persons of whom texts tell, in small letters before a name.
CUES = frozenset(_CUES.split())
#: After a name, what is only said of persons.
SAID_OF_PERSONS = re.compile(
    r"['’]s\s+(?:mother|father|wife|husband|son|daughter)\b|"
    r",?\s+\(?aged\s+\d{1,3}\b(?!\s*(?:to|and|or|[–+-]))|"
    r",?\s+and\s+(?:his|her)\s+(?:\w+\s+)?(?:family|mother|father|parents|children|son|daughter|"
    r"wife|husband|partner)\b"
)
_PLACES = """
academy act action adult adults agency ambulance and arena assessment association authority avenue
award bank board borough boys bridge building business call care carers carol casework cathedral
centre change charity child children church city clinic close club college commission committee
community concert concerts conduct council court crescent crime cup day department development
district drive duty east education employment enquiries enquiry estate europe families finance
foundation framework fund funding gallery gardens girls grant green group grove hall health heath
high hill home hospice hospital hotel house housing induction infirmary initiative institute
junior lane learners learning leisure library line loans lodge looked manager manchester market
medical memorial men mill model museum national network north nurse nursery office officer older
open panel parade parents parish park participation partners partnership people performance person
persons place plan plaza policy portal premium primary prize programme project public pupils
quality report residents retail review ridge road safety satisfaction scheme school secondary
senior service services social society south square statement station street support surgery
survey system team terrace theatre trade training trust university valley view village voice walk
ward wards way welfare west wharf wing women workers works yard young youth
"""
#: Words of places, bodies, plans and groups; no surnames worth the false alarms.
NO_SURNAMES = frozenset(_PLACES.split())
_FIRST_NAMES = """
Aaron Abdul Abigail Adam Adrian Agnieszka Ahmed Aisha Alan Alex Ali Alice Amanda Amelia Amir Amy
Andrea Andrew Angela Ann Anna Anne Anthony Arthur Ashley Ayesha Barbara Ben Benjamin Bethany Brian
Callum Carol Caroline Catherine Charles Charlotte Cheryl Chloe Chris Christine Christopher Claire
Colin Craig Daniel David Deborah Denise Diane Donna Dorothy Edward Eileen Elizabeth Emily Emma
Eric Fatima Fiona Gareth Gary George Gillian Graham Hannah Harry Hassan Heather Helen Ian Ibrahim
Imran Jack Jacqueline James Jane Janet Jason Jean Jennifer Jessica Joan John Joseph Joshua Joyce
Judith Julie Karen Katherine Keith Kelly Kevin Khadija Laura Lauren Leanne Lee Lesley Linda Lisa
Louise Lucy Luke Margaret Maria Marie Martin Mary Matthew Maureen Megan Michael Michelle Mohammed
Muhammad Natalie Neil Nicola Nigel Oliver Olivia Pamela Patricia Patrick Paul Peter Philip Piotr
Rachel Raj Rebecca Richard Robert Sarah Simon Sophie Stephen Steven Susan Thomas William
"""
FIRST_NAMES = frozenset(_FIRST_NAMES.split())


@dataclass(frozen=True)
class Word:
    """A word with where it stands, and whether only a gap parts it from the word before."""

    text: str
    start: int
    end: int
    joined: bool

    @property
    def bare(self) -> str:
        """The word without its possessive: Jane for Jane's."""
        return POSSESSIVE.sub("", self.text)

    @property
    def is_capitalised(self) -> bool:
        """A capital with small letters after it."""
        return self.bare[:1].isupper() and any(each.islower() for each in self.bare[1:])

    @property
    def may_be_a_name(self) -> bool:
        """Capitalised, and not a word of places and plans."""
        return self.is_capitalised and self.bare.casefold() not in NO_SURNAMES


def names_in(
    text: str, people: frozenset[str], vocabulary: frozenset[str]
) -> Iterator[tuple[int, str]]:
    """Where a person's name seems to begin, with its initials only ("J… S…", "Mr S…")."""
    words = _words(text)
    owned = sorted(place for name in people for place in _whole(name, text))
    reached = -1
    for place, word in enumerate(words):
        length = _length_at(words, place, text, owned)
        name = words[place : place + length]
        if not name or word.start < reached or _is_of_the_council(name, vocabulary):
            continue
        reached = name[-1].end
        yield word.start, " ".join(map(_initial, name))


def _initial(word: Word) -> str:
    return word.text if word.text in TITLES else f"{word.text[0]}…"


def _words(text: str) -> list[Word]:
    found: list[Word] = []
    for match in WORD.finditer(text):
        before = text[found[-1].end : match.start()] if found else ""
        is_title = bool(found) and found[-1].text in TITLES
        gap = before[1:] if is_title and before.startswith(".") else before
        joined = gap.isspace() and "\n" not in gap
        found.append(Word(match.group(), match.start(), match.end(), joined))
    return found


def _whole(name: str, text: str) -> Iterator[int]:
    """Where somebody's full name stands; a single word could be anything."""
    if " " not in name.strip() or name not in text:
        return
    for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
        yield found.start()


def _length_at(words: list[Word], place: int, text: str, owned: list[int]) -> int:
    """How many words from here on are a person's name; 0 where none begins."""
    word, following = words[place], _joined(words, place + 1)
    if word.start in owned:
        return 2
    if word.text in TITLES:
        return 2 if following and _is_titled(word, following[0]) else 0
    before = words[place - 1] if place and word.joined else None
    stands_behind = before.text if before else ""
    if not word.may_be_a_name or stands_behind in OF_BUILDINGS | TITLES or _is_a_place(following):
        return 0
    is_first_name, is_cued = word.bare in FIRST_NAMES, stands_behind in CUES
    if not following or not following[0].may_be_a_name:
        return 1 if is_cued and is_first_name else 0
    is_told = SAID_OF_PERSONS.match(text, following[0].start + len(following[0].bare))
    return 2 if is_first_name or is_cued or is_told else 0


def _is_titled(title: Word, name: Word) -> bool:
    return name.is_capitalised if title.text in BEFORE_SURNAMES else name.may_be_a_name


def _joined(words: list[Word], place: int) -> list[Word]:
    """The capitalised words that follow without a break."""
    found = []
    for word in words[place : place + LOOKAHEAD]:
        if not word.joined or not word.text[0].isupper():
            break
        found.append(word)
    return found


def _is_a_place(following: list[Word]) -> bool:
    """Whether the words after a name end as those of a place or body do."""
    return any(each.bare.casefold() in NO_SURNAMES for each in following)


def _is_of_the_council(name: list[Word], vocabulary: frozenset[str]) -> bool:
    """Whether it is part of what a service, an outcome or a measure is called."""
    phrase = " ".join(each.text for each in name)
    whole = re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")
    return any(phrase in each and whole.search(each) for each in vocabulary)
