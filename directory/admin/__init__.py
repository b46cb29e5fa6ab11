"""The register in the Wagtail admin, one module a subject; wagtail_hooks.py registers it."""
