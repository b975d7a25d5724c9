"""What crosses the border: FHIR resources now, sealed files and mail beside them."""
