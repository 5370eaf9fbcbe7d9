"""The importer's steps: a preview that saves nothing, a commit of what it showed."""

from indicators.spreadsheets.kinds.kind import FieldChange, RowPreview, Status, Upload
from indicators.spreadsheets.runs.committing import Committed, commit
from indicators.spreadsheets.runs.contract import outcome_of
from indicators.spreadsheets.runs.keeping import (
    ImportRefusedError,
    discard,
    preview_again,
    preview_of,
    start,
)
from indicators.spreadsheets.runs.previewing import Preview, preview

__all__ = [
    "Committed",
    "FieldChange",
    "ImportRefusedError",
    "Preview",
    "RowPreview",
    "Status",
    "Upload",
    "commit",
    "discard",
    "outcome_of",
    "preview",
    "preview_again",
    "preview_of",
    "start",
]
