"""What becomes of old records."""
