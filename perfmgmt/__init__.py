"""The project: settings, addresses, and the command that shows an example council."""
