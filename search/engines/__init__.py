"""Engines: where documents are kept and questions answered. Only modules in here import an engine's library.
In: documents and questions (contract.py). Out: ids, totals and counts, equal on every engine.
Next: find.py asks the engine that `SEARCH_URL` names; follow.py and rebuild.py write to it.
"""
