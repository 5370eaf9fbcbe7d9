"""How the council is made up: directorates, their services, and members' portfolios."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.text import slugify

from organisation.models.dated import Dated, ends_after_start
from organisation.models.people import Person


class Named(models.Model):
    """Something with a name and the same name as it stands in addresses."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or slugify(self.name)
        super().save(*args, **kwargs)


class Directorate(Named):
    """A directorate, department or the like, as the council calls it."""

    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True, help_text="When it was reorganised away.")

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("name",), name="directorate_name_once"),
            models.UniqueConstraint(fields=("slug",), name="directorate_address_once"),
        )


class Service(Named):
    """A service within a directorate: the level at which returns are entered and approved."""

    directorate = models.ForeignKey(Directorate, models.PROTECT, related_name="services")
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("directorate__name", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("directorate", "name"), name="service_name_once_in_directorate"
            ),
        )


class Portfolio(Named):
    """What one Cabinet member answers for."""

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("name",), name="portfolio_name_once"),)


class PortfolioRemit(Dated):
    """A service that a portfolio covers, and since when: it changes at annual council."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="remits")
    service = models.ForeignKey(Service, models.PROTECT, related_name="remits")

    class Meta:
        constraints = (
            ends_after_start("portfolio_remit_ends_after_start"),
            models.UniqueConstraint(
                fields=("portfolio", "service", "starts_on"), name="portfolio_remit_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.service} under {self.portfolio}"


class PortfolioHolder(Dated):
    """The Cabinet member who holds a portfolio, and since when."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="holders")
    person = models.ForeignKey(Person, models.PROTECT, related_name="portfolios")

    class Meta:
        constraints = (
            ends_after_start("portfolio_holder_ends_after_start"),
            models.UniqueConstraint(
                fields=("portfolio", "person", "starts_on"), name="portfolio_holder_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} for {self.portfolio}"
