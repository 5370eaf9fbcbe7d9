"""Figures of one or many periods, for measures that exist: read, compared, shown and kept."""
