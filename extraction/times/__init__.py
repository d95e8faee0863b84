"""Expressions of time: their patterns, what they are read against, and the calendar."""
