"""Cells into meaning: figures, words, and questions where a cell has two readings."""
