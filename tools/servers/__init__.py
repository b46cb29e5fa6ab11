"""Servers and programs that the test suite and the demo need beside Python.

In: which one (Elasticsearch, PostgreSQL, Chromium) and the environment; out: an address, or a path.
Next: the scripts in `tools/` print it or hand it on as an environment variable.
"""
