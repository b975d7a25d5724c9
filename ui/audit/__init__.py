"""The audit trail, who looked at a record, and what was known when."""
