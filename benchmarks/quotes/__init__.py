"""Who said what, measured against attributions that people marked."""
