"""The pages that show how the council is doing: overview, parts, measures, borough."""
