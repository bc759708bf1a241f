"""群服务的查询: whose firm it is, who could take it, what was done there, what a visitor needs."""
