"""How fast the product is, each time beside the least that could be asked of the machine.

``python -m bench`` fills a database with a business of 100,000 families and with many small ones,
serves it with gunicorn as in earnest, and measures screens in turn with bare views (A B A B).
Seconds differ from machine to machine and from hour to hour; the ratios are what counts.
"""
