"""Our own dispatches with their events, dates, quotes and figures marked, and how they are read."""
