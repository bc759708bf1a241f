"""命令行: the ``huiqi`` command."""

from huiqi.cli.run import main

__all__ = ["main"]
