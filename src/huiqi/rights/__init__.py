"""数据权利: who looked, what is on file, and what may be asked of it."""
