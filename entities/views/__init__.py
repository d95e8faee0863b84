"""Pages of what is known, and the acts of those who correct it."""
