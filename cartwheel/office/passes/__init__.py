"""Punch passes: what is sold, who holds what, selling and punching."""
