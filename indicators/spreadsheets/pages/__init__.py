"""The administration's pages for imports."""
