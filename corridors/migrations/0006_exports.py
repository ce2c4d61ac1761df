import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("corridors", "0005_requirements"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportJob",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "query",
                    models.CharField(
                        help_text="the filters, as in the export's own address", max_length=1000
                    ),
                ),
                ("format", models.CharField(max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("rows_total", models.PositiveBigIntegerField(null=True)),
                ("rows_done", models.PositiveBigIntegerField(default=0)),
                ("bytes", models.PositiveBigIntegerField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("error", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("claimed_until", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-asked_at"],
                "indexes": [models.Index(fields=["state", "asked_at"], name="export_by_state")],
            },
        ),
    ]
