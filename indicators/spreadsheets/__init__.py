"""Spreadsheets in: files to sheets, sheets to rows, rows understood, compared, saved, undone."""
