"""Where an approver's pages are, and how a service stands in their addresses."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from indicators.models import Return
from indicators.rules.periods import Quarter
from organisation.models import Service

BOROUGH = "borough"
BOROUGH_NAME = "Indicators of the borough"


def key_of(service: Service | None) -> str:
    """A service in an address; services of two directorates may have the same name."""
    return f"{service.directorate.slug}_{service.slug}" if service else BOROUGH


def name_of(service: Service | None) -> str:
    """A service by its name; what has none is the borough's."""
    return service.name if service else BOROUGH_NAME


def queue_url(chosen: str = "") -> str:
    """The queue, narrowed to a service or whole."""
    return _narrowed(reverse("indicators:approvals"), chosen)


def decide_url(return_: Return, chosen: str = "") -> str:
    """Where a return is approved; `chosen`: the service to which the queue is narrowed."""
    place = (return_.period.quarter, return_.measure.ref)
    return _narrowed(reverse("indicators:return-approve", args=place), chosen)


def greens_url(quarter: Quarter, service: Service | None, chosen: str = "") -> str:
    """Where all greens of a service are approved."""
    place = (quarter, key_of(service))
    return _narrowed(reverse("indicators:approve-greens", args=place), chosen)


def approved_url(chosen: str = "") -> str:
    """What was approved in open periods, of a service or of all."""
    return _narrowed(reverse("indicators:approved"), chosen)


def history_url(return_: Return) -> str:
    """Where the record of a return is read."""
    place = (return_.period.quarter, return_.measure.ref)
    return reverse("indicators:return-history", args=place)


def versions_url(return_: Return) -> str:
    """Where every version of a return stands."""
    place = (return_.period.quarter, return_.measure.ref)
    return reverse("indicators:return-versions", args=place)


def drop_url(return_: Return) -> str:
    """Where a correction that is under way is dropped."""
    place = (return_.period.quarter, return_.measure.ref)
    return reverse("indicators:return-drop", args=place)


def _narrowed(url: str, chosen: str) -> str:
    return f"{url}?{urlencode({'service': chosen})}" if chosen else url
