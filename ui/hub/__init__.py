"""The hub's queue and its view of an enquiry."""
