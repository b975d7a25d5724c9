"""Data shipped with the app: form, matrix, code lists, theme, fonts. Read through `enquiry_app.resource_files`."""
