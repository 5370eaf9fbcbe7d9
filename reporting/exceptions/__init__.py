"""Exception reports as members read them: a page, a Word document, a PDF."""
