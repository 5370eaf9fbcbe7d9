"""What is read: dashboards, measure pages, exception reports, documents."""
