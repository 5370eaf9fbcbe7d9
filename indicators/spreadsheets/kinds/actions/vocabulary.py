"""What councils call the columns of a plan of actions."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

from indicators.spreadsheets.kinds.naming import Columns
from indicators.spreadsheets.tables.headings import DEPARTMENT, REF, SERVICE, TITLE
from indicators.spreadsheets.tables.vocabulary import Vocabulary

AIM: Final = "aim"
PRIORITY: Final = "priority"
OBJECTIVE: Final = "objective"
DESCRIPTION: Final = "description"
LEAD: Final = "lead"
OWNER: Final = "owner"
DUE: Final = "due"
MILESTONES: Final = "milestones"
AIMS: Final = (AIM, PRIORITY, OBJECTIVE)  # the first that a table has names its aims
FEWEST_HEADINGS: Final = 3

_WHOSE: Final = r"(our|the|council|council's|corporate|strategic|key|plan|main) "
_AIM: Final = r"(aim|theme|goal|ambition|pillar|workstream|commitment)s?"
_PRIORITY: Final = r"(priority|priorities)( area| areas)?"
WORDS: Final[dict[str, re.Pattern[str]]] = {
    field: re.compile(pattern)
    for field, pattern in {
        REF: r"#|no|nr|id|item|((action|task|plan) )?(no|number|ref|reference|id)",
        AIM: rf"({_WHOSE})*{_AIM}( ?(/|and|or) ?({_WHOSE})*(objectives?|outcomes?|{_PRIORITY}))?",
        PRIORITY: rf"({_WHOSE})*{_PRIORITY}( ?(/|and|or) ?({_WHOSE})*({_AIM}|objectives?))?",
        OBJECTIVE: rf"({_WHOSE})*(objective|outcome)s?( ?(/|and|or) ?({_WHOSE})*{_PRIORITY})?",
        TITLE: rf"({_WHOSE}|planned |agreed |priority )*"
        r"(actions?|tasks?|activity|activities|deliverables?|projects?|initiatives?)"
        r"( (name|title|point|required|planned|to be taken|we will take))?"
        r"|what( (we will|we'll|will we|are we going to) do)?",
        DESCRIPTION: r"((action|task) )?(description|details?)"
        r"|how( (we will|we'll|will we) do it)?",
        DEPARTMENT: r"(lead |responsible )?(directorate|department|dept|directorate and service)s?"
        r"|(directorate|department|dept) ?(/|and) ?service( area)?s?",
        SERVICE: r"(lead |responsible )?(service( area)?|team|division)s?",
        LEAD: r"(action |project )?lead( (officer|post|role|manager))?s?|who|by whom"
        r"|(responsible|accountable)( (officer|post|manager|person|role|lead))?|responsibility",
        OWNER: r"((action|task) )?owner(s|ship)?( post)?",
        DUE: r"due|(due|end|completion|target|target completion|target end|finish|delivery) date"
        r"|due by|(date )?due|(dead|time)lines?|time ?(scale|frame)s?|(by )?when|complete by"
        r"|date for completion|completion|(expected|planned) (completion|end)( date)?",
        MILESTONES: r"((key|main|our) )*(milestones?|steps|stages|sub-? ?actions)"
        r"( (and|with) (due )?dates?)?",
    }.items()
}


def is_of_actions(fields: AbstractSet[str]) -> bool:
    """Whether these are the columns of a plan."""
    beside = {DUE, MILESTONES, DEPARTMENT, LEAD, OWNER, *AIMS}
    return TITLE in fields and bool(beside & fields) and len(fields) >= FEWEST_HEADINGS


def tells_of_action(name: str) -> bool:
    """A total has neither an action nor a day."""
    return name in {TITLE, DUE, MILESTONES}


ACTION_WORDS: Final = Vocabulary(words=WORDS, is_table=is_of_actions, tells=tells_of_action)

FIELDS: Final[dict[str, str]] = {
    REF: "The action's number",
    TITLE: "The action",
    AIM: "The aim",
    PRIORITY: "The priority",
    OBJECTIVE: "The objective or outcome",
    DESCRIPTION: "The description",
    DEPARTMENT: "The directorate, or directorate and service",
    SERVICE: "The service",
    LEAD: "The post that leads",
    OWNER: "The post that owns it",
    DUE: "The date due",
    MILESTONES: "Milestones",
}
ACTION_COLUMNS: Final = Columns(ACTION_WORDS, FIELDS, lambda fields: not is_of_actions(fields))
