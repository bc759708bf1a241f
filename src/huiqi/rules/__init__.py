"""规则引擎: facts of a subject in, verdicts, amounts and reasons out; it knows no Django."""
