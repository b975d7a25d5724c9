"""What a person is given about themselves, and the list of what was given to whom."""
