"""The look: page shell, components, the form base and the one list page.

Knows nothing about the business. What an interface needs to draw a page is here, and
``/styleguide/`` shows each component in each of its states.
"""
