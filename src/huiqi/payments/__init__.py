"""拨付: approved money goes to firms in orders that one person makes and others check."""
