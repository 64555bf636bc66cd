"""Everything that is on the schedule, in one list: see ``queries``."""
