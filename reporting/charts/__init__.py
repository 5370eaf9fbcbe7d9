"""Charts: one description of each, drawn as SVG, as a plotly figure, as a picture or a table."""
