"""How well events are found, and known again across dispatches."""
