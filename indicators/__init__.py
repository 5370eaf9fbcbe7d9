"""What is measured: measures, terms, periods, returns, ratings; entering and importing them."""
