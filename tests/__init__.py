"""The tests; they mirror the code's folders."""
