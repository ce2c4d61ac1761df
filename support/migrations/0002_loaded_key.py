from typing import Any

from django.db import migrations, models

# What tells an entry from any other of its kind.
KEYS = {"Organisation": ("country", "name"), "Article": ("kind", "slug", "language")}


def note_keys(apps: Any, schema_editor: Any) -> None:
    """Until now only the name told which of a file's entries one was."""
    for name, key in KEYS.items():
        manager = apps.get_model("support", name).objects.using(schema_editor.connection.alias)
        for entry in manager.exclude(loaded_digest=""):
            entry.loaded_key = [getattr(entry, field) for field in key]
            entry.save(update_fields=["loaded_key"])


class Migration(migrations.Migration):
    dependencies = [("support", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="article", name="loaded_key", field=models.JSONField(blank=True, default=list)
        ),
        migrations.AddField(
            model_name="organisation", name="loaded_key", field=models.JSONField(blank=True, default=list)
        ),
        migrations.RunPython(note_keys, migrations.RunPython.noop),
    ]
