"""The form by which officers upload their workbook, and the controls of its preview."""

from __future__ import annotations

from typing import Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from indicators.spreadsheets.files.limits import LIMITS

TOO_LARGE: Final = "The file is larger than 5 MB: take out pictures and sheets that aren't needed."
HELP: Final = (
    "The workbook that you downloaded here and filled in, saved as .xlsx; or any table with the "
    "columns Ref and Figure, as .xlsx or .csv. At most 5 MB. Nothing is saved before you have "
    "seen every change."
)


class TemplateForm(forms.Form):
    """A workbook that was filled in."""

    workbook = forms.FileField(
        label="Workbook",
        help_text=HELP,
        error_messages={
            "required": "Choose the workbook that you filled in.",
            "empty": "The file is empty: save the workbook in your spreadsheet program once more.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_workbook(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["workbook"]
        if (file.size or 0) > LIMITS.file_bytes:
            raise forms.ValidationError(TOO_LARGE)
        return file
