"""Help in short."""
