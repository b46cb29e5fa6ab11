"""SQLite as a database of many writers: Django's own backend, but for how it waits.
In: `ENGINE` in the settings. Out: Django's backend, with the module beside.
Next: base.py.
"""
