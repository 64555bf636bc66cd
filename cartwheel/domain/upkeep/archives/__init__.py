"""A whole account as one file: written, described, and brought into an empty account.

``tables`` says what belongs to an account, ``describing`` tells it in words, ``packing`` writes
the file and ``unpacking`` reads one.
"""
