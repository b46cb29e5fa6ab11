"""Settings: base.py for all, one module for each way to run (development, test, production)."""
