"""Wiring: settings, addresses, the server's entry point. No rules live here."""
