"""Taps of a matching meeting, and the wall round them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nodes.tenancy
from nodes.wall import BuildWall


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0006_set_aside"),
        ("nodes", "0004_wall_keeps_its_plan"),
        ("participants", "0006_index_of_the_listed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MeetingTap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField()),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("offer", "Erbjud"),
                            ("yes", "Ja"),
                            ("no", "Nej"),
                            ("take_back", "Ta tillbaka"),
                            ("undo", "Ångra"),
                        ],
                        max_length=10,
                    ),
                ),
                ("tapped_at", models.DateTimeField()),
                (
                    "meeting",
                    nodes.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taps",
                        to="participants.informationmeeting",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="nodes.node"
                    ),
                ),
                (
                    "offer",
                    nodes.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taps",
                        to="matching.offer",
                    ),
                ),
                (
                    "participant",
                    nodes.tenancy.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="participants.participant",
                    ),
                ),
                (
                    "service_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="nodes.serviceunit",
                    ),
                ),
                (
                    "tapped_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "undoes",
                    nodes.tenancy.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="matching.meetingtap",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["node", "meeting", "-id"], name="tap_by_meeting")],
                "constraints": [
                    models.UniqueConstraint(fields=("node", "key"), name="one_tap_for_a_key"),
                    models.UniqueConstraint(
                        condition=models.Q(("undoes__isnull", False)), fields=("node", "undoes"), name="tap_undone_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event", "undo"), ("undoes__isnull", False)),
                            models.Q(models.Q(("event", "undo"), _negated=True), ("undoes__isnull", True)),
                            _connector="OR",
                        ),
                        name="undo_names_the_tap",
                    ),
                ],
            },
        ),
        BuildWall("MeetingTap", unit="service_unit_id"),
    ]
