"""命令行: ``python -m huiqi.cli``."""

import sys

from huiqi.cli.run import main

sys.exit(main())
