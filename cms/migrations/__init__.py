"""Changes of the tables of the site, in order."""
