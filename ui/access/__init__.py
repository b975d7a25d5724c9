"""Screens about who may open one enquiry, and who may do what."""
