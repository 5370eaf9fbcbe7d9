"""The council's actions for a year: what it will do about its aims, by when, with milestones."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from indicators.models.imports import ImportRun
from indicators.models.measures import refuse_unaddressable
from indicators.rules.periods import FinancialYear
from organisation.models import Service
from outcomes.models import Outcome


class PlanAction(models.Model):
    """One action of a year's plan, under the aim that it serves."""

    year = models.PositiveSmallIntegerField("year in which the plan begins")
    ref = models.CharField(max_length=16, validators=(refuse_unaddressable,))
    aim = models.CharField(max_length=200, blank=True, help_text="As the plan names it.")
    priorities = models.TextField(blank=True, help_text="What the plan prints beside the aim.")
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    outcomes = models.ManyToManyField(Outcome, blank=True, related_name="plan_actions")
    services = models.ManyToManyField(Service, blank=True, related_name="plan_actions")
    lead_post = models.CharField("lead (post, not name)", max_length=150, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_words = models.CharField(
        "due, as printed", max_length=300, blank=True, help_text="Where it is not one day."
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_example = models.BooleanField(default=False)
    import_run = models.ForeignKey(ImportRun, models.PROTECT, null=True, blank=True)

    class Meta:
        verbose_name = "action of a plan"
        verbose_name_plural = "actions of a plan"
        ordering = ("year", "position", "ref")
        constraints = (
            models.UniqueConstraint(fields=("year", "ref"), name="plan_action_ref_once_a_year"),
            models.CheckConstraint(
                name="plan_action_has_ref_and_title", condition=~Q(ref="") & ~Q(title="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    def record_label(self) -> str:
        """What the record of changes calls it; the title is typed."""
        return f"action {self.ref} of {self.plan_year}"

    @property
    def plan_year(self) -> FinancialYear:
        return FinancialYear(self.year)


class Milestone(models.Model):
    """A step of an action, with a day of its own."""

    action = models.ForeignKey(PlanAction, models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("action", "position")
        constraints = (
            models.UniqueConstraint(fields=("action", "position"), name="milestone_position_once"),
            models.CheckConstraint(name="milestone_has_text", condition=~Q(text="")),
        )

    def __str__(self) -> str:
        return self.text

    def record_label(self) -> str:
        """What the record of changes calls it; the text is typed."""
        return f"milestone {self.position} of {self.action.record_label()}"
