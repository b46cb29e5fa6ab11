"""Template tags of the register's admin."""
