"""The home of practitioners and leads: start, drafts, sign-off, sent."""
