"""The pages that join both apps, and those of the house itself."""
