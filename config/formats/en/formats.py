"""Formats of the English site.
In: nothing. Out: names that Django looks up.
Next: templates' date filter.
"""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
MONTH_DAY_FORMAT = "j F"
FIRST_DAY_OF_WEEK = 1
