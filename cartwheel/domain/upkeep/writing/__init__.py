"""Families of a file become families of the account.

``matching`` finds those that are here already, ``comparing`` says what each lacks, ``saving``
writes it in bulk, ``running`` does that for a whole file, and ``undoing`` takes it back.
"""
