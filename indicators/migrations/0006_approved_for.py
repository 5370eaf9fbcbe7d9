from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q, deletion


class Migration(migrations.Migration):
    """For whom a return was approved, where its approver covered for somebody."""

    dependencies = [
        ("indicators", "0005_ref_fits_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="return",
            name="approved_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.CheckConstraint(
                condition=Q(approved_for=None)
                | (Q(approved_by__isnull=False) & ~Q(approved_for=F("approved_by"))),
                name="return_approved_for_another",
            ),
        ),
    ]
