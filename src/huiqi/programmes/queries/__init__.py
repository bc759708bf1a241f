"""资金申报的查询: whose applications somebody sees, where they stand, where their money is."""
