"""Looking a child up in the list of the case system, importing that list, and who may see what."""
