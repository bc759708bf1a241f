"""查杀的设置: what may stand in it, and that nobody is left in the dark about it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from huiqi.config.environment import BadEnvironment, Environment
from huiqi.config.start import City
from huiqi.kernel.scanning import Clamd, Program
from tests.scanners import clamd


@pytest.mark.parametrize(
    ("given", "scanner"),
    [
        ("", None),
        ("clamd:unix:/run/clamav/clamd.ctl", Clamd("/run/clamav/clamd.ctl")),
        ("clamd:tcp:127.0.0.1:3310", Clamd(("127.0.0.1", 3310))),
        ("clamd:tcp:[::1]:3310", Clamd(("::1", 3310))),
        (
            "command:clamdscan --no-summary '--config-file=/etc/a b'",
            Program(("clamdscan", "--no-summary", "--config-file=/etc/a b")),
        ),
    ],
)
def test_scanner_is_named_by_one_setting(given: str, scanner: Clamd | Program | None) -> None:
    assert Environment.read({"HUIQI_SCANNER": given}).scanner == scanner


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"HUIQI_SCANNER": "clamav"}, "HUIQI_SCANNER「clamav」不是查杀程序。请写成 clamd:unix:"),
        ({"HUIQI_SCANNER": "clamd:unix:clamd.ctl"}, "不是查杀程序"),
        ({"HUIQI_SCANNER": "clamd:tcp:127.0.0.1"}, "不是查杀程序"),
        ({"HUIQI_SCANNER": "clamd:tcp:127.0.0.1:99999"}, "不是查杀程序"),
        ({"HUIQI_SCANNER": "command:"}, "不是查杀程序"),
        ({"HUIQI_SCANNER": "command:clamscan '"}, "不是查杀程序"),
        ({"HUIQI_SCANNER_SECONDS": "0"}, "HUIQI_SCANNER_SECONDS「0」不是 1 到 9999 的整数"),
        ({"HUIQI_SCANNER_SECONDS": "2.5"}, "HUIQI_SCANNER_SECONDS「2.5」不是"),
    ],
)
def test_what_is_no_scanner_is_refused(given: Mapping[str, str], told: str) -> None:
    with pytest.raises(BadEnvironment, match=told):
        Environment.read(given)


def test_starting_city_says_who_looks_at_files(tmp_path: Path) -> None:
    said: list[str] = []

    def start(scanner: str) -> str:
        environment = Environment.read({"HUIQI_SCANNER": scanner})
        City(environment, said.append).tell_scanner()
        return said.pop()

    assert start("") == ("注意：没有设置病毒查杀（HUIQI_SCANNER），上传的文件不经查杀就能打开")
    path = tmp_path / "clamd.ctl"
    assert start(f"clamd:unix:{path}") == (
        "注意：查杀现在不可用，上传的文件留在隔离区等候。"
        f"clamd（{path}） 连接不上，请检查它是否在运行。"
    )
    with clamd(path):
        assert start(f"clamd:unix:{path}") == f"查杀：clamd（{path}）"
