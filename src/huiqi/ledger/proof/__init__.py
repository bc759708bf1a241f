"""账本的证明: the journal replayed from nothing, its seals, and a report that says so."""

from huiqi.ledger.proof.seals import seal
from huiqi.ledger.proof.verify import Report, assert_coherent, verify

__all__ = ["Report", "assert_coherent", "seal", "verify"]
