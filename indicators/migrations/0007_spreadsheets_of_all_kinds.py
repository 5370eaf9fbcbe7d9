import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import indicators.models.measures


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0006_approved_for"),
        ("organisation", "0004_cover_called_off"),
        ("outcomes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Benchmark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_end", models.DateField(verbose_name="last day of its period")),
                (
                    "period_name",
                    models.CharField(help_text='For example "2016/17".', max_length=40),
                ),
                ("value", models.DecimalField(decimal_places=6, max_digits=20)),
                ("is_estimated", models.BooleanField(default=False, verbose_name="estimate")),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Who published it, and where it can be looked up.",
                        max_length=200,
                    ),
                ),
                ("source_file", models.CharField(blank=True, max_length=200)),
                ("source_sheet", models.CharField(blank=True, max_length=60)),
                ("source_cell", models.CharField(blank=True, max_length=12)),
            ],
            options={
                "ordering": ("period_end", "comparator__position", "comparator__name"),
            },
        ),
        migrations.CreateModel(
            name="ColumnName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                (
                    "heading",
                    models.CharField(
                        help_text="As it is compared: in small letters.", max_length=200
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        blank=True, help_text="Empty: it is not imported.", max_length=80
                    ),
                ),
            ],
            options={
                "verbose_name": "heading that is known",
                "verbose_name_plural": "headings that are known",
                "ordering": ("kind", "heading"),
            },
        ),
        migrations.CreateModel(
            name="Comparator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="Who is in the group, and who chose them.",
                        max_length=300,
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Lower numbers come first."
                    ),
                ),
            ],
            options={
                "ordering": ("position", "name"),
            },
        ),
        migrations.CreateModel(
            name="ImportPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("ROWS", "Rows"), ("PROBLEMS", "Problems")], max_length=8
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("items", models.JSONField(default=list)),
            ],
            options={
                "ordering": ("run", "part", "number"),
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300)),
                ("due_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("action", "position"),
            },
        ),
        migrations.CreateModel(
            name="PlanAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(verbose_name="year in which the plan begins"),
                ),
                (
                    "ref",
                    models.CharField(
                        max_length=16, validators=[indicators.models.measures.refuse_unaddressable]
                    ),
                ),
                (
                    "aim",
                    models.CharField(blank=True, help_text="As the plan names it.", max_length=200),
                ),
                (
                    "priorities",
                    models.TextField(blank=True, help_text="What the plan prints beside the aim."),
                ),
                ("title", models.CharField(max_length=300)),
                ("description", models.TextField(blank=True)),
                (
                    "lead_post",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="lead (post, not name)"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "due_words",
                    models.CharField(
                        blank=True,
                        help_text="Where it is not one day.",
                        max_length=300,
                        verbose_name="due, as printed",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_example", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "action of a plan",
                "verbose_name_plural": "actions of a plan",
                "ordering": ("year", "position", "ref"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="importrun",
            name="import_committed_has_time",
        ),
        migrations.RemoveField(
            model_name="importrun",
            name="seen",
        ),
        migrations.AddField(
            model_name="importrun",
            name="refusal",
            field=models.TextField(blank=True, verbose_name="why it was refused last"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="summary",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Sheet, heading row, questions and how much of each: the rows stand apart.",
                verbose_name="what was found",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="committed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="ImportProgress",
            fields=[
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="progress",
                        serialize=False,
                        to="indicators.importrun",
                    ),
                ),
                (
                    "step",
                    models.CharField(blank=True, max_length=60, verbose_name="what is being done"),
                ),
                (
                    "done",
                    models.PositiveIntegerField(default=0, verbose_name="rows done of this step"),
                ),
                (
                    "total",
                    models.PositiveIntegerField(default=0, verbose_name="rows of this step"),
                ),
                ("taken_at", models.DateTimeField(verbose_name="taken in hand")),
                ("beat_at", models.DateTimeField(verbose_name="last sign of the worker")),
                (
                    "tries",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="times it was taken in hand"
                    ),
                ),
            ],
            options={
                "verbose_name": "progress of an import",
                "verbose_name_plural": "progress of imports",
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="importrun",
            name="waiting_since",
            field=models.DateTimeField(
                default=django.utils.timezone.now, verbose_name="handed to the worker"
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="undone_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="importrun",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("WAITING", "Waiting to be read"),
                    ("READING", "Being read"),
                    ("UNREADABLE", "Could not be read"),
                    ("PREVIEWED", "Previewed, nothing saved"),
                    ("SAVING", "Being saved"),
                    ("COMMITTED", "Imported"),
                    ("UNDOING", "Being undone"),
                    ("DISCARDED", "Given up"),
                    ("UNDONE", "Undone"),
                ],
                default="WAITING",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("COMMITTED", "UNDONE")), _negated=True),
                    ("committed_at__isnull", False),
                    _connector="OR",
                ),
                name="import_committed_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "UNDONE"), _negated=True),
                    ("undone_at__isnull", False),
                    _connector="OR",
                ),
                name="import_undone_has_time",
            ),
        ),
        migrations.AddField(
            model_name="benchmark",
            name="import_run",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="indicators.importrun",
            ),
        ),
        migrations.AddField(
            model_name="benchmark",
            name="measure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="benchmarks",
                to="indicators.measure",
            ),
        ),
        migrations.AddConstraint(
            model_name="columnname",
            constraint=models.UniqueConstraint(fields=("kind", "heading"), name="column_name_once"),
        ),
        migrations.AddConstraint(
            model_name="comparator",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="comparator_has_name"
            ),
        ),
        migrations.AddField(
            model_name="benchmark",
            name="comparator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="benchmarks",
                to="indicators.comparator",
            ),
        ),
        migrations.AddField(
            model_name="importpage",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pages",
                to="indicators.importrun",
            ),
        ),
        migrations.AddField(
            model_name="planaction",
            name="import_run",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="indicators.importrun",
            ),
        ),
        migrations.AddField(
            model_name="planaction",
            name="outcomes",
            field=models.ManyToManyField(
                blank=True, related_name="plan_actions", to="outcomes.outcome"
            ),
        ),
        migrations.AddField(
            model_name="planaction",
            name="services",
            field=models.ManyToManyField(
                blank=True, related_name="plan_actions", to="organisation.service"
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="action",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="milestones",
                to="indicators.planaction",
            ),
        ),
        migrations.AddConstraint(
            model_name="benchmark",
            constraint=models.UniqueConstraint(
                fields=("measure", "comparator", "period_end"), name="benchmark_once_a_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="importpage",
            constraint=models.UniqueConstraint(
                fields=("run", "part", "number"), name="import_page_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.UniqueConstraint(
                fields=("year", "ref"), name="plan_action_ref_once_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ref", ""), _negated=True), models.Q(("title", ""), _negated=True)
                ),
                name="plan_action_has_ref_and_title",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.UniqueConstraint(
                fields=("action", "position"), name="milestone_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="milestone_has_text"
            ),
        ),
    ]
