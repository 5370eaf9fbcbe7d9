"""The rules of the scorecard in pure Python: no Django, no clock, no database.

Read `rag.py` first: how a measure turns green, amber or red. What the rules are and where each
comes from is in docs/method.md.
"""
