"""账本: every 分 of public money in double entry, under rules that the database itself holds to."""
