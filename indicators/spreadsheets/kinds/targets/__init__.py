"""Targets of measures that exist, with their in-year profile."""
