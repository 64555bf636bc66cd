"""Settings: programs, charge categories and tax rates."""
