"""争用测试的场景: those of the programmes, which every thread sees."""

from tests.programmes.conftest import books

__all__ = ["books"]
