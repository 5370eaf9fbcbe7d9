"""Previews from before their rows were kept are read again when they are next looked at."""

from typing import Any

from django.db import migrations


def read_again(apps: Any, _editor: object) -> None:
    """What was shown then isn't known any more."""
    runs = apps.get_model("indicators", "ImportRun").objects
    runs.filter(state="PREVIEWED").update(state="WAITING")


def to_previews(apps: Any, _editor: object) -> None:
    """The older program reads its previews from the file each time."""
    runs = apps.get_model("indicators", "ImportRun").objects
    runs.filter(state__in=("WAITING", "READING", "SAVING")).update(state="PREVIEWED")
    runs.filter(state="UNDOING").update(state="COMMITTED")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0007_spreadsheets_of_all_kinds")]
    operations = [migrations.RunPython(read_again, to_previews)]
