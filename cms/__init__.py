"""How the register is shown and told: pages, the finder, contexts of templates, the API."""
