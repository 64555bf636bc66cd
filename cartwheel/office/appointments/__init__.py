"""Appointments at the desk: what is offered, who has a place, booking, canceling, charging."""
