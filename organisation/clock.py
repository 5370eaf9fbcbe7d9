"""What day it is for the council's business: today in London, or the demo's fixed day."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The business date. Rules and deeds never ask: it is handed to them as `on`."""
    fixed: date | None = settings.BUSINESS_TODAY
    return fixed or timezone.localdate()
