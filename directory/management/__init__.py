"""What an operator types for the register.
In: `manage.py import_organisations`. Out: organisations.
Next: directory/importing does the work.
"""
