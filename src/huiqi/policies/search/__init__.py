"""检索: one box for policies, clauses, questions, document numbers and credit codes."""
