"""The Hub's queue and its view of an enquiry."""
