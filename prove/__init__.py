"""Long proofs: ``make prove`` prints a table of figures; the suite runs smaller forms of them.

One module for each proof. It has a function ``rows(size)`` that returns ``Row`` values: a name, the
figure found, the goal, and whether the goal is met. To add one, write it and name it in
``__main__``.
"""
