"""Screens of mail: sending with a read-back, the record of what was sent."""
