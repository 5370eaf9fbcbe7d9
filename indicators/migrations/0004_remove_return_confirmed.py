from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_confirmed_as_rows")]
    operations = [migrations.RemoveField(model_name="return", name="confirmed")]
