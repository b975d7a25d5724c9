"""Copies for others, and pages brought back."""
