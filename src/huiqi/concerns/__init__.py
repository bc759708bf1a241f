"""诉求纾解: what a firm needs solved always has an owner, a clock and an honest end."""
