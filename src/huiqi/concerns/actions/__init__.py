"""诉求的办理: handed in, dispatched, worked on, answered, confirmed; and what the system does."""
