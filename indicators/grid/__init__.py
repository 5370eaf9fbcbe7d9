"""A whole service's returns on one page: entered by keyboard, or pasted from a spreadsheet."""
