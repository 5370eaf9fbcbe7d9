"""The one reason for an unusual figure becomes the confirmation of its sense check."""

from typing import Any

from django.db import migrations


def to_rows(apps: Any, _editor: object) -> None:
    """A confirmation for each return that had a reason."""
    returns = apps.get_model("indicators", "Return").objects.exclude(confirmed="")
    apps.get_model("indicators", "Confirmation").objects.bulk_create(
        apps.get_model("indicators", "Confirmation")(
            of_id=each.pk, code="far-from-usual", said="Far from the usual.", reason=each.confirmed
        )
        for each in returns.iterator()
    )


def to_field(apps: Any, _editor: object) -> None:
    """Back again: the reason stands on the return."""
    confirmations = apps.get_model("indicators", "Confirmation").objects
    for each in confirmations.filter(code="far-from-usual").select_related("of"):
        each.of.confirmed = each.reason
        each.of.save()


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_quarterly_cycle")]
    operations = [migrations.RunPython(to_rows, to_field)]
