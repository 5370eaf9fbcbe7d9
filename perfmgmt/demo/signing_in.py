"""The table that says how to sign in to the example council as each person."""

from __future__ import annotations

from organisation.models import Role
from perfmgmt.demo import DEMO_PASSWORD
from perfmgmt.demo.organising import Account, accounts

HEADINGS = ("Role", "Name", "E-mail address", "What they come to do")
# The last is what a terminal may break; the others line up.
ROLES = {
    Role.ADMINISTRATOR: "Administrator",
    Role.PERFORMANCE: "Performance team",
    Role.OFFICER: "Officer",
    Role.APPROVER: "Approver",
    Role.MEMBER: "Member",
}


def how_to_sign_in(address: str) -> str:
    """Address, password and a line for each person who has not left."""
    return "\n".join(
        [
            "",
            f"Example Council is at {address}",
            f"Everybody's password is {DEMO_PASSWORD}",
            "",
            *_table([HEADINGS, *(_row(each) for each in accounts() if each.left_on is None)]),
            "",
        ]
    )


def _row(account: Account) -> tuple[str, ...]:
    return ROLES[account.role], account.name, account.email, account.does


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    rule = "  ".join("-" * width for width in widths)
    return [lines[0], rule, *lines[1:]]
