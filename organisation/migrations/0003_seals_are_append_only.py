from django.db import migrations

from organisation.triggers import create_for_seals_in_migration, drop_for_seals_in_migration


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0002_covers_seals_and_reminding"),
    ]

    operations = [
        migrations.RunPython(create_for_seals_in_migration, drop_for_seals_in_migration),
    ]
