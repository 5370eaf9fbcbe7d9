"""Returns of an open period: the workbook that officers fill in, and any table of figures."""
