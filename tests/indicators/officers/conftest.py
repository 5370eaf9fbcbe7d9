"""Lives on the same day as the tests of returns."""

from tests.indicators.returns.conftest import _business_today  # noqa: F401 - a fixture
