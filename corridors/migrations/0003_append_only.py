from django.db import migrations

from corridors.migrations._history import allow_changes, refuse_changes


class Migration(migrations.Migration):
    dependencies = [("corridors", "0002_prices")]

    operations = [migrations.RunPython(refuse_changes, allow_changes)]
