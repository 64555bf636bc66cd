"""One believable business, made through the operations.

``cast`` is the small company that tests know by name: Otter Bay Gym & Swim with its staff, its
rooms and three families, and Harbor Street Dance next door. ``crowd`` adds the families and the
year of parties that make the demo a business. Everything is dated relative to today and otherwise
the same every time.
"""
