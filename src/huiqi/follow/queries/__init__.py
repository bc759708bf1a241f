"""关注的查询: what an actor follows, what that covers, and what is new in it."""
