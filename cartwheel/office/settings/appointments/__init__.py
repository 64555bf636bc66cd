"""Settings > Appointments: services, pricing schedules, zones, opening hours."""
