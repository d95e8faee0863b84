"""How well the mentions of one thing in one dispatch are brought together."""
