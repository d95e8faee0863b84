"""How well and how fast names are read: see `benchmarks.names.__main__`."""
