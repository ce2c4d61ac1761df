import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("corridors", "0004_rollups"),
        ("providers", "0002_collecting"),
    ]

    operations = [
        migrations.CreateModel(
            name="MarketShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "share_percent",
                    models.DecimalField(
                        decimal_places=3,
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(help_text="the year the share is of")),
                (
                    "source",
                    models.CharField(
                        help_text="who states it: a central bank's report, a study", max_length=200
                    ),
                ),
                ("source_url", models.URLField()),
                (
                    "corridor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="market_shares",
                        to="corridors.corridor",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="market_shares",
                        to="providers.provider",
                    ),
                ),
            ],
            options={
                "ordering": ["corridor", "-year", "-share_percent"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("corridor", "provider", "year"), name="one_market_share_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share_percent__gte", 0), ("share_percent__lte", 100)),
                        name="market_share_a_percentage",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundingStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("statement", models.TextField(help_text="who pays for this service, in a sentence")),
                ("source_url", models.URLField(help_text="where the statement can be checked")),
                ("stated_on", models.DateField()),
            ],
            options={
                "ordering": ["-stated_on", "-id"],
            },
        ),
    ]
