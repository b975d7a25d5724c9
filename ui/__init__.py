"""The window: everything that needs Qt. Imports services, the enquiry rules, definitions and errors; never storage."""
