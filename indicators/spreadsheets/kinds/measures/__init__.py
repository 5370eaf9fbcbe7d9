"""Measures with baselines and targets, as appendices of council papers list them."""
