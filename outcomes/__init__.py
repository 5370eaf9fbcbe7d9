"""What the council wants for its people: frameworks and their outcomes."""
