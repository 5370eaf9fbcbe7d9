"""The history of a return and of a measure, told from the record of changes."""
