"""群服务的办理: lists and people, handovers, visits, promises, meetings, and what time does."""
