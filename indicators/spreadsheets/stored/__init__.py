"""What rows of a sheet want, set against what is stored, and kept: a keeper for each table."""
