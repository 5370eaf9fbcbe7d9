"""The terms of a measure for a year: what counts as good, and who agreed it."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from indicators.models.fields import optional_figure
from indicators.models.measures import Measure
from indicators.rules import rag
from indicators.rules.periods import OUTTURN, FinancialYear

CLOSED = (
    "A closed period was rated on these terms, so they can't change. "
    "Add terms for the same year that begin with a later quarter."
)


LATER_CLOSED = (
    "A quarter in which these terms would hold, or the year's outturn, is closed. "
    "Begin them with a quarter that is still open."
)


class TermsQuerySet(models.QuerySet["Terms"]):
    """Terms by year and quarter."""

    def for_quarter(self, year: int, number: int) -> TermsQuerySet:
        """The terms that hold in a quarter: of the year's, those that began last."""
        return self.filter(year=year, from_quarter__lte=number).order_by(
            "measure_id", "-from_quarter"
        )


class Terms(models.Model):
    """One year's (or part-year's) terms. A change in mid-year is a row of its own."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="terms")
    year = models.PositiveSmallIntegerField("financial year begins in")
    from_quarter = models.PositiveSmallIntegerField(default=1)
    in_force = models.BooleanField("in the basket", default=True)
    polarity = models.CharField(max_length=8, choices=rag.Polarity.choices())
    basis = models.CharField(max_length=16, choices=rag.Basis.choices())
    returns_average_to_date = models.BooleanField(
        "of a year-to-date average, the average itself is returned", default=True
    )
    policy = models.CharField(max_length=10, choices=rag.RatingPolicy.choices(), default="TARGET")
    target_state = models.CharField(max_length=4, choices=rag.TargetState.choices())
    target = optional_figure()
    low = optional_figure("range from")
    high = optional_figure("range to")
    target_text = models.CharField(max_length=200, blank=True, help_text="Words beside the figure.")
    benchmark = optional_figure("benchmark figure")
    profile = models.CharField(
        "in-year profile", max_length=8, choices=rag.ProfileMethod.choices(), default="NONE"
    )
    profile_start = optional_figure("profile starts from")
    tolerance_mode = models.CharField(max_length=17, choices=rag.ToleranceMode.choices())
    tolerance_green = optional_figure("green to")
    tolerance_amber = optional_figure("amber to")
    tolerance_cap = optional_figure("amber at most")
    amber_limit = optional_figure()
    amber_low = optional_figure()
    amber_high = optional_figure()
    exceed_margin = optional_figure("exceeded from")
    improving_uplift = models.BooleanField("improving red shown as amber", default=False)
    tolerance_agreed_by = models.CharField(max_length=200, blank=True)
    agreed_by = models.CharField(max_length=200, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    decision_ref = models.CharField("decision reference", max_length=100, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why they changed.")
    is_example = models.BooleanField("target is an example figure", default=False)

    objects: ClassVar[TermsQuerySet] = TermsQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "terms"
        ordering = ("measure__ref", "year", "from_quarter")
        constraints = (
            models.UniqueConstraint(
                fields=("measure", "year", "from_quarter"), name="terms_once_from_a_quarter"
            ),
            models.CheckConstraint(
                name="terms_quarter_1_to_4",
                condition=Q(from_quarter__gte=1, from_quarter__lte=4),
            ),
            models.CheckConstraint(
                name="terms_target_fits_its_state",
                condition=(
                    Q(target_state="SET", polarity="RANGE", target=None)
                    & Q(low__isnull=False, high__isnull=False)
                )
                | (
                    Q(target_state="SET", target__isnull=False, low=None, high=None)
                    & ~Q(polarity="RANGE")
                )
                | (~Q(target_state="SET") & Q(target=None, low=None, high=None)),
                violation_error_message=(
                    "A set target needs its figure (a range its two figures); "
                    "one that is to be confirmed, or none, has no figure."
                ),
            ),
            models.CheckConstraint(
                name="terms_range_in_order",
                condition=Q(low=None) | Q(high=None) | Q(low__lte=F("high")),
                violation_error_message="The range begins above its end: swap the two figures.",
            ),
            models.CheckConstraint(
                name="terms_tolerance_not_negative",
                condition=(Q(tolerance_green=None) | Q(tolerance_green__gte=0))
                & (Q(tolerance_amber=None) | Q(tolerance_amber__gte=0))
                & (Q(tolerance_cap=None) | Q(tolerance_cap__gte=0))
                & (Q(exceed_margin=None) | Q(exceed_margin__gte=0)),
                violation_error_message="A tolerance can't be negative.",
            ),
            models.CheckConstraint(
                name="terms_green_within_amber",
                condition=Q(tolerance_green=None)
                | Q(tolerance_amber=None)
                | Q(tolerance_green__lte=F("tolerance_amber")),
                violation_error_message="Green can't reach further than amber.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure.ref} {FinancialYear(self.year).label}"

    def record_label(self) -> str:
        """What the record of changes calls them."""
        return f"{self} from quarter {self.from_quarter}" if self.from_quarter > 1 else str(self)

    def clean(self) -> None:
        """Refuse settings that could never give a colour, each in its own words."""
        given = self.measure_id and self.polarity and self.tolerance_mode and self.target_state
        if given and (found := rag.problems(self.as_rules())):
            raise ValidationError(list(found))
        if given and self.pk and self.closed_quarters and self._decides_otherwise():
            raise ValidationError(CLOSED)
        if given and not self.pk and self._would_reach_back():
            raise ValidationError(LATER_CLOSED)

    def _would_reach_back(self) -> bool:
        """Whether new terms would begin before a quarter, or an outturn, that is closed."""
        closed = self.measure.returns.filter(period__year=self.year, period__state="CLOSED")
        return closed.filter(period__number__in=(self.from_quarter, OUTTURN)).exists()

    @property
    def closed_quarters(self) -> list[int]:
        """The quarters that were closed on these terms."""
        closed = self.returns.filter(period__state="CLOSED").order_by("period__number")
        return list(closed.values_list("period__number", flat=True))

    def _decides_otherwise(self) -> bool:
        """Whether anything that decides a colour differs from what is stored."""
        stored = Terms.objects.select_related("measure").get(pk=self.pk)
        same = ("in_force", "measure_id", "year", "from_quarter")
        moved = any(getattr(stored, name) != getattr(self, name) for name in same)
        return moved or stored.as_rules() != self.as_rules()

    def as_rules(
        self, quarter_number: int | None = None, profile: rag.Profile | None = None
    ) -> rag.Terms:
        """These terms as the rules take them, for a quarter (by default for the year's end).

        `profile` is worked out from this record and its period targets when it is not given.
        """
        number = quarter_number or 4
        low, high = self.range_in(number)
        return rag.Terms(
            polarity=rag.Polarity(self.polarity),
            unit=self.measure.figure_unit,
            basis=rag.Basis(self.basis),
            policy=rag.RatingPolicy(self.policy),
            target_state=rag.TargetState(self.target_state),
            target=self.target,
            low=low,
            high=high,
            tolerance=self.tolerance,
            profile=profile or self.profile_in(number),
            exceed_margin=self.exceed_margin,
            improving_uplift=self.improving_uplift,
            benchmark=self.benchmark,
        )

    @property
    def tolerance(self) -> rag.Tolerance:
        """Green and amber widths as the rules take them."""
        return rag.Tolerance(
            mode=rag.ToleranceMode(self.tolerance_mode),
            green=self.tolerance_green or Decimal(0),
            amber=self.tolerance_amber or Decimal(0),
            cap=self.tolerance_cap,
            limit=self.amber_limit,
            limit_low=self.amber_low,
            limit_high=self.amber_high,
        )

    def profile_in(self, number: int) -> rag.Profile:
        """The in-year profile for a quarter, with that quarter's own target if there is one."""
        own = self.target_in(number)
        return rag.Profile(
            method=rag.ProfileMethod(self.profile),
            start=self.profile_start or Decimal(0),
            explicit=own.target if own else None,
        )

    def range_in(self, number: int) -> tuple[Decimal | None, Decimal | None]:
        """The Goldilocks range in a quarter: its own, else the year's."""
        own = self.target_in(number)
        return (own.low, own.high) if own and own.low is not None else (self.low, self.high)

    def forget_period_targets(self) -> None:
        """Read the targets by quarter anew when next asked; they were changed elsewhere."""
        self._prefetched_objects_cache: dict[str, object] = {}

    def target_in(self, number: int) -> PeriodTarget | None:
        """The target typed for one quarter, if any (from the prefetched rows)."""
        if self.pk is None:
            return None
        return next((each for each in self.period_targets.all() if each.quarter == number), None)


class PeriodTarget(models.Model):
    """An explicit target for one quarter, where no straight line will do."""

    terms = models.ForeignKey(Terms, models.CASCADE, related_name="period_targets")
    quarter = models.PositiveSmallIntegerField()
    target = optional_figure()
    low = optional_figure()
    high = optional_figure()

    class Meta:
        ordering = ("quarter",)
        constraints = (
            models.UniqueConstraint(fields=("terms", "quarter"), name="period_target_once"),
            models.CheckConstraint(
                name="period_target_quarter_1_to_4",
                condition=Q(quarter__gte=1, quarter__lte=4),
            ),
            models.CheckConstraint(
                name="period_target_figure_or_range",
                condition=Q(target__isnull=False, low=None, high=None)
                | Q(target=None, low__isnull=False, high__isnull=False, high__gte=F("low")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.terms} Q{self.quarter}"

    record_label = __str__

    def clean(self) -> None:
        """Refuse to change what a closed quarter was rated on."""
        stored = PeriodTarget.objects.filter(pk=self.pk).first()
        figures = ("quarter", "target", "low", "high")
        same = stored and all(getattr(stored, each) == getattr(self, each) for each in figures)
        if self.terms_id and not same:
            self.refuse_if_closed()

    def refuse_if_closed(self) -> None:
        """ValidationError where this quarter was closed on its terms."""
        if self.quarter in self.terms.closed_quarters:
            raise ValidationError(CLOSED)
