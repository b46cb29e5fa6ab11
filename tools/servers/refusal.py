"""What a tool says when it cannot go on.

In: one sentence for the person at the terminal; out: an exception that carries it.
Next: `verbs.main` prints the sentence to standard error and ends with status 1, without a traceback.
"""


class Refusal(Exception):  # noqa: N818 - it is said to a person, not caught as an error of ours
    """One clear sentence about what is missing and what would help."""
