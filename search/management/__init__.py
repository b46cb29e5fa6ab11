"""What an operator types for the index.
In: `manage.py search_rebuild` and `search_follow`. Out: a new index; an index at the head of the log.
Next: rebuild.py and follow.py do the work.
"""
