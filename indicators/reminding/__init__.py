"""Reminders: who is told what about which return, by e-mail, and never twice the same."""
