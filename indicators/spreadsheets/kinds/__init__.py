"""What a sheet can hold: a room for each kind of table."""
