"""接口: what programs ask over HTTP, under /api/v1: the answers and actions of pages."""
