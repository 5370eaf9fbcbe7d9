"""Sheets into rows: where the table is, what its headings name, which rows count."""
