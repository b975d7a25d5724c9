"""Reusable widgets of the design system; they know nothing of enquiries."""
