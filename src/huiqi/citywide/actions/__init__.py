"""全市的办理: the register written, the table of matches kept up and checked."""

from huiqi.citywide.actions.checking import check_sample, rebuild
from huiqi.citywide.actions.refreshing import Refreshed, refresh
from huiqi.citywide.actions.registers import write_register

__all__ = ["Refreshed", "check_sample", "rebuild", "refresh", "write_register"]
