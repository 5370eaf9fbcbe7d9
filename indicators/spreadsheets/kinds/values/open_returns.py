"""Which returns of open periods a table of figures may fill, and why it may not fill others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from indicators.models import Return
from indicators.rules.periods import Quarter
from indicators.spreadsheets.kinds.returns.desk import Desk

NOBODY = "Figures of an open period are entered by somebody: sign in, or say for whom it is."


@dataclass
class OpenReturns:
    """Asked of the database only where a table has figures of an open period."""

    by: int | None
    refs: Collection[str]  # of the measures that the table names
    _desk: Desk | None = None
    _returns: dict[Quarter, Mapping[str, Return]] = field(default_factory=dict)

    def refusal(self, quarter: Quarter, ref: str) -> str:
        """Why the figure can't become a draft return; empty where it can."""
        if self.by is None:
            return NOBODY
        self._desk = self._desk or Desk.of(self.by)
        if quarter not in self._returns:
            self._returns[quarter] = self._desk.returns(quarter, self.refs)
        found = self._returns[quarter].get(ref)
        if found is None:
            return (
                f"No return is asked for measure {ref} in {quarter.name}: agree its terms for that "
                "year first."
            )
        if not self._desk.may_enter(found):
            return f"You don't enter returns of measure {ref}: its own officers import them."
        if why := self._desk.locked(found):
            return f"The return of measure {ref} for {quarter.name} can't be filled in: {why}."
        return ""


def states_of(refs: Collection[str]) -> Mapping[str, str]:
    """Which saving of each open return is stored, and where it stands."""
    found: dict[str, str] = {}
    returns = Return.objects.live().filter(measure__ref__in=set(refs), period__state="OPEN")
    for ref, edit, state in returns.order_by("pk").values_list("measure__ref", "edit", "state"):
        found[ref] = f"{found.get(ref, '')} {edit} {state}"
    return found
