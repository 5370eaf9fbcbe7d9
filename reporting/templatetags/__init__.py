"""Filters for the templates of what is read."""
