"""The rules of the field, pure: no clock, no store, no screen. Imports `definitions` and `errors`."""
