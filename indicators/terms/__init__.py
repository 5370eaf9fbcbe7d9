"""What counts as good, changed in the open: terms from a quarter on, the council's settings."""
