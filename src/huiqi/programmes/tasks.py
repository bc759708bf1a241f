"""申报的后台任务: what ends by the calendar or the books goes on; a person decides the rest."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now
from huiqi.programmes.actions.automatic import move_on_cases
from huiqi.programmes.actions.comparing import go_on_comparing, go_on_with_all
from huiqi.programmes.actions.correcting import tell_of_unanswered
from huiqi.programmes.actions.recovering import back_fill
from huiqi.programmes.stages.afterwards import ask_for_reports
from huiqi.programmes.stages.disbursement import pass_paid
from huiqi.programmes.stages.publicity import pass_cleared


@app.periodic(cron="*/10 * * * *")
@app.task(queue="outbox", queueing_lock="applications_go_on")
def applications_go_on(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate passes the tick
    """公示期满、资金到账的往下办: every ten minutes."""
    pass_cleared(actor=SYSTEM, now=now())
    pass_paid(actor=SYSTEM, now=now())


@app.periodic(cron="23 2 * * *")
@app.task(queue="outbox", queueing_lock="automatic_cases_go_on")
def automatic_cases_go_on(timestamp: int) -> None:  # noqa: ARG001 -- as above
    """免申即享往下办: every night; what nobody confirmed in time lapses."""
    move_on_cases(actor=SYSTEM, now=now())


@app.task(queue="policies", retry=RetryStrategy(max_attempts=20, wait=10))
def compare_firms(comparison_id: int) -> None:
    """免申即享比对: beside everything else, in batches."""
    go_on_comparing(comparison_id, now())


@app.periodic(cron="*/20 * * * *")
@app.task(queue="policies", queueing_lock="comparisons_go_on")
def comparisons_go_on(timestamp: int) -> None:  # noqa: ARG001 -- as above
    """没有做完的比对接着做: every twenty minutes; a worker may have been killed over it."""
    go_on_with_all(actor=SYSTEM, now=now())


@app.periodic(cron="37 2 * * *")
@app.task(queue="outbox", queueing_lock="corrections_are_overdue")
def corrections_are_overdue(timestamp: int) -> None:  # noqa: ARG001 -- as above
    """逾期未补正的告知办理单位: every night; a person decides what follows."""
    tell_of_unanswered(actor=SYSTEM, now=now())


@app.periodic(cron="41 2 * * *")
@app.task(queue="outbox", queueing_lock="reports_are_asked_for")
def reports_are_asked_for(timestamp: int) -> None:  # noqa: ARG001 -- as above
    """到了报告绩效的日子，请企业报告: every night."""
    ask_for_reports(actor=SYSTEM, now=now())


@app.periodic(cron="53 * * * *")
@app.task(queue="outbox", queueing_lock="sources_are_read_again")
def sources_are_read_again(timestamp: int) -> None:  # noqa: ARG001 -- as above
    """数据源恢复以后补齐: every hour; nobody approves before."""
    back_fill(actor=SYSTEM, now=now())
