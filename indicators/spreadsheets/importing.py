"""The importer's two steps: a preview that saves nothing, and a commit of what it showed."""

from indicators.spreadsheets.committing import Committed, ImportRefusedError, commit
from indicators.spreadsheets.previewing import (
    FieldChange,
    Preview,
    RowPreview,
    Status,
    Upload,
    preview,
)
from indicators.spreadsheets.runs import discard, preview_again, preview_of, start

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
    "preview",
    "preview_again",
    "preview_of",
    "start",
]
