"""People and agencies, for the administrator."""
