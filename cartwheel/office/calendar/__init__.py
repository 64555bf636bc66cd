"""The Calendar: everything at this location by day, week, month or in a list."""
