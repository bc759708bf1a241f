"""数据权利的查询: who looked, what is on file, what was asked."""
