"""管理命令: for those who work on huiqi; a city is run with the ``huiqi`` command."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiqi.config.settings")
    execute_from_command_line(sys.argv)
