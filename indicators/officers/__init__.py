"""The officer's pages: what is due, one return as a form, and nothing that was typed is lost."""
