"""Spreadsheets out: a description of tables into a workbook or CSV that everybody can read."""
