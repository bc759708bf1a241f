"""资金申报: the engine on which every programme runs, from a call to money in the account."""
