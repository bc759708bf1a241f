"""全库匹配: one rule text over a whole register, with the same truth as for one firm."""

from huiqi.rules.sweep.run import ENGINES, How, checked, refuse_early, sweep

__all__ = ["ENGINES", "How", "checked", "refuse_early", "sweep"]
