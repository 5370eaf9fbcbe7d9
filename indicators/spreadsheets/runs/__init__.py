"""An import from preview to commit: compared with what is stored, saved whole or not at all."""
