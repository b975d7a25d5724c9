"""The form, the matrix and the hub's particulars as data. Imports only `errors` and `resource_files`."""
