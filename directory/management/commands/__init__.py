"""One module a command.
In: arguments. Out: progress and a closing line.
Next: directory/importing.
"""
