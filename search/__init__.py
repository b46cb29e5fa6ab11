"""How organisations are found: words, days, documents, questions, counts and the engines that answer.
In: the register's change log, and what people ask. Out: ids, totals and facet counts.
Next: `cms` reads the hits from the database and shows them.
"""
