"""群服务的页面: of commissioners, of units that visit, of the office, and of the firm itself."""
