"""The example council: readable files of `fixtures/`, played through the product's own doors."""

DEMO_PASSWORD = "example-council-2018"  # noqa: S105 - the demo says it to everybody
