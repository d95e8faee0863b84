"""The parts of figures: numbers, their units and limits, what is none, what is counted, and when."""
