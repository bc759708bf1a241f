"""全市的记录: the registers of all firms, and the table of what every firm matches."""

from huiqi.citywide.models.matches import Match, MatchChange
from huiqi.citywide.models.registers import CityRegister
from huiqi.citywide.models.upkeep import (
    DirtyFirm,
    FirmStanding,
    MatchTable,
    ProgrammeStanding,
    TableCheck,
)

__all__ = [
    "CityRegister",
    "DirtyFirm",
    "FirmStanding",
    "Match",
    "MatchChange",
    "MatchTable",
    "ProgrammeStanding",
    "TableCheck",
]
