"""The forms of the import pages: the upload, and an answers file."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from indicators.spreadsheets.files.limits import LIMITS
from indicators.spreadsheets.kinds.known import ADMINISTERED, KINDS
from indicators.spreadsheets.runs.answers import answers_in

LARGEST_ANSWERS: Final = 1_000_000


class AnswersFileForm(forms.Form):
    """Answers prepared beforehand, by question."""

    answers_file = forms.FileField(
        label="Answers file (.json)",
        required=False,
        help_text="Only for those who keep answers in a file, by the key of each question.",
        widget=forms.ClearableFileInput(attrs={"accept": ".json"}),
    )

    def clean_answers_file(self) -> dict[str, Any]:
        """The answers; none without a file."""
        file: UploadedFile[bytes] | None = self.cleaned_data["answers_file"]
        if file is None:
            return {}
        if (file.size or 0) > LARGEST_ANSWERS:
            raise forms.ValidationError("This file is too large to be one of answers.")
        try:
            found = answers_in(file.read())
        except ValueError as error:
            message = f"This is no JSON file: {error}."
            raise forms.ValidationError(message) from error
        if found is None:
            raise forms.ValidationError("The file must hold one object: an answer for each key.")
        return found


class UploadForm(AnswersFileForm):
    """A file, and what is known about it before it is read."""

    kind = forms.ChoiceField(
        label="What its rows are",
        choices=lambda: [(name, KINDS[name].label) for name in ADMINISTERED],
        widget=forms.RadioSelect,
    )
    workbook = forms.FileField(
        label="Workbook (.xlsx) or CSV file",
        help_text=(
            "At most 5 MB, as it is: titles, totals and notes around the table are understood. "
            "It is only read: formulas and links in it are not followed."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    year = forms.CharField(
        label="Year being set up",
        required=False,
        max_length=7,
        help_text="Such as 2017/18. Empty: you are asked where it matters.",
    )
    sheet = forms.CharField(
        label="Sheet",
        required=False,
        max_length=60,
        help_text="Only where several sheets have such a table. Empty: you are asked.",
    )
    field_order = ("kind", "workbook", "year", "sheet", "answers_file")

    def clean_workbook(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["workbook"]
        if (file.size or 0) > LIMITS.file_bytes:
            raise forms.ValidationError(
                "The file is larger than 5 MB: remove pictures and sheets not needed."
            )
        return file
