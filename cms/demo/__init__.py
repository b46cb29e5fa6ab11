"""The demo federation: its data, and the loader that writes it through the register's own verbs."""
