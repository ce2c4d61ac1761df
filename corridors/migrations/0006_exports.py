from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("corridors", "0005_requirements"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportJob",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "query",
                    models.CharField(
                        help_text="the filters, as in the export's own address", max_length=1000
                    ),
                ),
                ("format", models.CharField(max_length=10)),
                (
                    "name",
                    models.CharField(
                        help_text="what the file is called for whoever fetches it", max_length=200
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("expired", "Expired"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "failure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("broken", "something went wrong each time it was tried"),
                            ("too_large", "it does not fit the room that is left for exports"),
                            ("refused", "by now there are more rows than the format takes"),
                            ("unknown", "what was asked for is no longer known by that name"),
                            ("too_late", "nobody made it within a day"),
                        ],
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "rows_total",
                    models.PositiveBigIntegerField(
                        help_text="as many as there were when it was asked for, then made"
                    ),
                ),
                ("rows_done", models.PositiveBigIntegerField(default=0)),
                (
                    "stored_as",
                    models.CharField(blank=True, help_text='in the storage "exports"', max_length=100),
                ),
                (
                    "stored_bytes",
                    models.PositiveBigIntegerField(default=0, help_text="as stored, text packed"),
                ),
                ("bytes", models.PositiveBigIntegerField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("datapackage", models.TextField(blank=True, help_text="JSON")),
                ("claim", models.UUIDField(null=True)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-asked_at"],
                "indexes": [models.Index(fields=["state", "asked_at"], name="export_by_state")],
            },
        ),
    ]
