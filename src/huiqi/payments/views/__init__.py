"""拨付的页面: for those who pay and audit, and what each firm got."""
