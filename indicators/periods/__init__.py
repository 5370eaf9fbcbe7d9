"""The performance team's pages of a period: open, lock, let in, close, and see corrections."""
