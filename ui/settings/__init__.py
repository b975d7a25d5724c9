"""The look of the app and the person's own password."""
