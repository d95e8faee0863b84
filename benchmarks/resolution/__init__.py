"""Resolution across dispatches, measured."""
