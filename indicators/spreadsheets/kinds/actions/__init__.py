"""Plans: a row for each action, with its aim, its directorates, its due date and its milestones."""
