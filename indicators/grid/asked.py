"""Which returns a grid's address asks for: those of a service in a period."""

from __future__ import annotations

from django.http import Http404

from indicators.models import Return
from indicators.refs import ref_order
from indicators.returns.addresses import key_of
from indicators.rules.periods import Quarter
from organisation.models import Service


def service_at(key: str) -> Service:
    """The service by its name in addresses."""
    services = Service.objects.select_related("directorate")
    service = next((each for each in services if key_of(each) == key), None)
    if service is None:
        message = "There is no such service."
        raise Http404(message)
    return service


def returns_of(service: Service, quarter: Quarter) -> tuple[Return, ...]:
    """The versions that count, in the order of their measures, with all that the page shows."""
    found = (
        Return.objects.current()
        .filter(measure__service=service, period__year=quarter.year, period__number=quarter.number)
        .select_related(
            "measure__service__directorate",
            "period",
            "terms__measure",
            "exception_report",
            "entered_by",
            "rating",
        )
        .prefetch_related("terms__period_targets", "confirmations", "exception_report__actions")
    )
    return tuple(sorted(found, key=lambda each: ref_order(each.measure.ref)))
