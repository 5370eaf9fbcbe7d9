"""Who we are: people, what each may do, directorates, portfolios, and the record of changes."""
