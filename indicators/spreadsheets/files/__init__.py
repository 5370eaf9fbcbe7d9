"""Files into sheets: what kind of file it is, whether it is harmless, what its cells show."""
