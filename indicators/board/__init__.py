"""Who has returned what: the progress board, the measures' leads, cover for absence."""
