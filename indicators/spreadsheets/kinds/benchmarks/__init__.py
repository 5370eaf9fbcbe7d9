"""Benchmarks: others' figures beside the council's own."""
