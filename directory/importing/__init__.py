"""Importing organisations from a file: read, check, plan, write in batches, report.
In: a CSV file and what was asked for at the command line. Out: members in the register, and a report.
Next: run.py is the way in; each other module is one step of it.
"""
