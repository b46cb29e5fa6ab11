"""The bench: import, rebuild and search measured on real records, on both engines.
In: the ROR file where it is present (see register.py), the engines that can be reached. Out: docs/performance.md.
Next: whoever changes the index runs `make bench` before and after.
"""
