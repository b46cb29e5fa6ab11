"""Verbs: the business events of a federation, one keyword-only function each."""
