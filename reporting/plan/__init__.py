"""The council's plan: what it will do in a year, by aim and by directorate."""
