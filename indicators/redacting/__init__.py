"""Removing personal data that somebody typed by mistake, from live data and from the record."""
