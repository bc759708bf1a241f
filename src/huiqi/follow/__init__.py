"""关注: saved questions, subscriptions, conditions waited for, and what changed meanwhile."""
