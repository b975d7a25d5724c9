"""The core of the enquiry app: rules, services, store and documents. Never imports Qt."""

VERSION = "0.3.0"
