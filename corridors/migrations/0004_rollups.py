import django.db.models.deletion
from django.db import migrations, models

from corridors.rollup import rebuild_rollups


def add_up_history(apps, schema_editor):
    """Add up the prices that are there already. A later change of the table takes this over and empties it here."""
    if apps.get_model("corridors", "Price").objects.exists():
        rebuild_rollups()


class Migration(migrations.Migration):
    dependencies = [
        ("corridors", "0003_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceRollup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("price_point", models.PositiveSmallIntegerField(help_text="nominal USD equivalent")),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("d", "day"),
                            ("m", "month"),
                            ("q", "quarter"),
                            ("y", "year"),
                            ("s", "survey"),
                        ],
                        max_length=1,
                    ),
                ),
                ("starts_on", models.DateField()),
                (
                    "quarter_on",
                    models.DateField(
                        help_text="first day of the quarter that the period or survey belongs to"
                    ),
                ),
                ("survey_price", models.BigIntegerField(default=0)),
                ("prices", models.PositiveIntegerField()),
                ("undisclosed", models.PositiveIntegerField()),
                ("counted", models.PositiveIntegerField()),
                ("total_sum", models.BigIntegerField()),
                ("split", models.PositiveIntegerField()),
                ("fee_sum", models.BigIntegerField()),
                ("margin_sum", models.BigIntegerField()),
                ("speed_max_minutes", models.PositiveIntegerField(null=True)),
                ("coverage", models.CharField(blank=True, max_length=20)),
                ("provider_types", models.CharField(blank=True, max_length=80)),
                (
                    "corridor",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="corridors.corridor",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="corridors.service",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["corridor", "frequency", "price_point", "starts_on"],
                        name="rollup_by_corridor",
                    ),
                    models.Index(fields=["frequency", "starts_on"], name="rollup_by_period"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "frequency", "starts_on", "price_point", "survey_price"),
                        name="one_rollup_per_period",
                    )
                ],
            },
        ),
        migrations.RunPython(add_up_history, migrations.RunPython.noop),
    ]
