"""抽取记录的内容: all that anybody needs to draw the experts of a case again, and no more."""

from __future__ import annotations

from typing import Any

from huiqi.programmes.models import PanelDraw, StageRun
from huiqi.programmes.stages.draw_record import problems_of
from huiqi.programmes.stages.drawing import seed_of_draw


def record_of(draw: PanelDraw) -> dict[str, Any]:
    """抽取记录: of one draw, experts by number; its secret and seed only once it was drawn."""
    is_drawn = draw.drawn_at is not None
    return {
        "case": draw.run.application.number,
        "draw": draw.ordinal,
        "sitting": draw.sitting,
        "reason": draw.reason,
        "frozen_at": draw.frozen_at.isoformat(),
        "pool": draw.pool,
        "pool_sha256": draw.pool_digest,
        "secret_sha256": draw.commitment,
        "drawn_at": draw.drawn_at.isoformat() if draw.drawn_at else None,
        "secret": draw.secret if is_drawn else None,
        "seed": seed_of_draw(draw) if is_drawn else None,
        "seats": [
            {
                "place": one.ordinal,
                "expert": one.expert_id,
                "state": one.state,
                "because": one.recused_because,
            }
            for one in draw.seats.order_by("ordinal")
        ],
    }


def records_of(run: StageRun) -> list[dict[str, Any]]:
    """全部抽取记录: of a stage, in order, each with what does not agree on drawing again."""
    found = [record_of(one) for one in run.draws.order_by("ordinal")]
    return [{**one, "problems": problems_of(one)} for one in found]
