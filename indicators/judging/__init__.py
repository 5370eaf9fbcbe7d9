"""The pages on which the performance team judges a colour."""
