"""Documents for meetings: Word and PDF from the same rows as the pages."""
