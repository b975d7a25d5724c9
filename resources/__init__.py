"""Data the app is driven by: form, matrix, code lists, hub particulars, theme, fonts. Read through `importlib.resources`."""
