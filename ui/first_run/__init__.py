"""Setting up a new profile, once."""
