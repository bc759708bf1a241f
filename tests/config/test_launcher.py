"""内置数据库的启动: what may be wrong with a machine is healed or told, on real servers."""

import os
import pwd
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from huiqi.config.binaries import Account, Binaries, NoDatabase, find_binaries
from huiqi.config.places import make_folder, socket_of
from huiqi.config.postgres import NAME, OWNER, Embedded

SOURCE = str(Path(__file__).parents[2] / "src")
START = """
import sys
from pathlib import Path
from huiqi.config.binaries import NoDatabase
from huiqi.config.postgres import Embedded
try:
    print(Embedded.at(Path(sys.argv[1])).start())
except NoDatabase as refused:
    sys.exit(str(refused))
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act for others")


def connect(server: Embedded) -> psycopg.Connection:
    return psycopg.connect(host=str(server.socket), user=OWNER, dbname=NAME, autocommit=True)


def starter(folder: Path, user: str | None = None) -> subprocess.Popen[str]:
    """Another process that starts the database, as another user if wanted."""
    python = sys.executable if user is None else "/usr/bin/python3"
    bins = find_binaries().folder
    return subprocess.Popen(
        [python, "-c", START, str(folder)],
        env={"PYTHONPATH": SOURCE, "PYTHONUTF8": "1", "HUIQI_PG_BIN": str(bins)},
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        user=user,
        group=None if user is None else pwd.getpwnam(user).pw_gid,
        extra_groups=None if user is None else [],
    )


def said(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    return (out + err).strip()


def needs_plain_user() -> None:
    try:
        version = subprocess.run(
            ["/usr/bin/python3", "-c", "import sys; print(sys.version_info >= (3, 11))"],
            capture_output=True, text=True, user="nobody", check=False,
        ).stdout  # fmt: skip
        readable = Binaries(find_binaries().folder, _nobody()).run("postgres", "--version")
    except OSError:
        pytest.skip("nobody cannot run Python here")
    if version.strip() != "True" or readable.code:
        pytest.skip("nobody cannot run the programs here")


def _nobody() -> Account:
    found = pwd.getpwnam("nobody")
    return Account(found.pw_uid, found.pw_gid)


# Healed


def test_second_start_joins_and_a_start_after_stop_keeps_what_was_written(made: Embedded) -> None:
    assert made.start() is True
    with closing(connect(made)) as one:
        one.execute("CREATE TABLE kept AS SELECT 7 AS n")
    assert made.start() is False
    made.stop()
    assert made.is_ready() is False
    made.stop()
    assert made.start() is True
    assert made.query("SELECT n FROM kept") == "7"


def test_killed_server_comes_back_with_everything_that_was_committed(made: Embedded) -> None:
    made.start()
    with closing(connect(made)) as one:
        one.execute("CREATE TABLE kept (n int)")
        for n in range(200):
            one.execute("INSERT INTO kept VALUES (%s)", [n])
        postmaster = made.postmaster()
        assert postmaster is not None
        os.kill(postmaster, signal.SIGKILL)
    assert made.start() is True
    assert made.query("SELECT count(*), sum(n) FROM kept") == "200|19900"


def test_two_starters_at_once_share_one_server(made: Embedded) -> None:
    both = [starter(made.folder) for _ in range(2)]
    assert sorted(said(one) for one in both) == ["False", "True"]
    assert made.is_ready() is True


def test_number_of_a_dead_server_that_is_anothers_by_now_does_not_stop_it(made: Embedded) -> None:
    account = made.binaries.account
    sleeper = subprocess.Popen(["sleep", "600"], user=account.uid if account else None)
    try:
        lines = [str(sleeper.pid), str(made.cluster), "1", "5432", str(made.socket), "", "", ""]
        pid_file = made.cluster / "postmaster.pid"
        pid_file.write_text("\n".join(lines))
        pid_file.chmod(0o600)
        assert made.postmaster() is None
        assert made.start() is True
    finally:
        sleeper.kill()
        sleeper.wait()


def test_server_whose_socket_was_cleaned_away_is_started_anew(made: Embedded) -> None:
    made.start()
    before = made.postmaster()
    for path in made.socket.iterdir():
        path.unlink()
    assert made.start() is True
    assert made.postmaster() not in (before, None)


def test_half_made_database_is_made_anew(open_folder: Path) -> None:
    half_made = open_folder / "postgres" / "cluster.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    if account := Account.to_use():
        for path in (half_made.parent, half_made):
            os.chown(path, account.uid, account.gid)
    server = Embedded.at(open_folder / "postgres")
    try:
        assert server.start() is True
        assert server.query("SELECT current_user") == OWNER
        assert half_made.exists() is False
    finally:
        server.stop("immediate")


def test_path_of_any_length_and_with_quotes_can_be_used(open_folder: Path, made: Embedded) -> None:
    deep = open_folder / ("深圳 'a " * 8) / "postgres"
    assert len(os.fsencode(deep)) > 90
    deep.parent.mkdir()
    made.folder.rename(deep)
    server = Embedded.at(deep)
    try:
        assert server.start() is True
        assert len(os.fsencode(server.socket)) < 60
        assert server.query("SELECT 1") == "1"
    finally:
        server.stop("immediate")
        server.socket.rmdir()


@as_root
def test_plain_user_starts_it_too(open_folder: Path) -> None:
    needs_plain_user()
    nobody = _nobody()
    os.chown(open_folder, nobody.uid, nobody.gid)
    assert said(starter(open_folder / "postgres", "nobody")) == "True"
    server = Embedded(open_folder / "postgres", Binaries(find_binaries().folder, nobody))
    assert server.query("SELECT 1") == "1"
    assert server.cluster.stat().st_uid == nobody.uid
    server.stop("immediate")


@as_root
def test_closed_home_of_root_is_left_closed_and_the_database_lives_elsewhere(
    open_folder: Path, homes: Path, made: Embedded
) -> None:
    closed = open_folder / "root"
    closed.mkdir(mode=0o700)
    homes.mkdir()
    server = Embedded.at(closed / "huiqi" / "var" / "postgres")
    try:
        assert server.folder.parent == homes
        make_folder(server.folder, server.binaries.account)
        made.cluster.rename(server.cluster)
        assert server.start() is True
        assert Embedded.at(closed / "huiqi" / "var" / "postgres").folder == server.folder
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop("immediate")


# Told


@as_root
def test_folder_that_may_not_be_written_is_told(open_folder: Path) -> None:
    needs_plain_user()
    assert said(starter(open_folder / "var" / "postgres", "nobody")) == (
        f"不能在「{open_folder / 'var' / 'postgres'}」存放数据库：没有写入的权限。"
        "请检查权限和磁盘空间，或用 HUIQI_DATA_DIR 换一个文件夹。"
    )


def test_file_where_the_folder_should_be_is_told(open_folder: Path) -> None:
    (open_folder / "var").write_text("")
    with pytest.raises(NoDatabase, match="路径中有一段是文件，不是文件夹"):
        Embedded.at(open_folder / "var" / "postgres").start()


@as_root
def test_folder_of_somebody_else_is_not_taken_over(open_folder: Path, made: Embedded) -> None:
    theirs = open_folder / "theirs"
    theirs.mkdir()
    os.chown(theirs, 2, 2)
    with pytest.raises(NoDatabase, match=f"「{theirs}」属于账户「.+」，不能使用"):
        make_folder(theirs, made.binaries.account)
    assert theirs.stat().st_uid == 2


@as_root
def test_socket_folder_of_somebody_else_is_not_taken_over(open_folder: Path) -> None:
    server = Embedded.at(open_folder / ("长" * 40) / "postgres")
    server.socket.mkdir()
    os.chown(server.socket, 2, 2)
    try:
        with pytest.raises(NoDatabase, match=f"「{server.socket}」属于账户"):
            server.start()
        server.socket.rmdir()
        server.socket.symlink_to(open_folder)
        with pytest.raises(NoDatabase, match="是指向别处的链接"):
            server.start()
    finally:
        server.socket.unlink()


def test_database_that_lost_files_is_not_replaced_by_an_empty_one(made: Embedded) -> None:
    (made.cluster / "PG_VERSION").unlink()
    with pytest.raises(NoDatabase, match="不是完整的数据库，为免丢失数据没有动它"):
        made.start()
    assert (made.cluster / "global" / "pg_control").is_file()


def test_database_of_another_version_is_told_at_once(made: Embedded) -> None:
    (made.cluster / "PG_VERSION").write_text("12\n")
    with pytest.raises(NoDatabase, match="由 PostgreSQL 12 建立，现在的程序是 18"):
        made.start()


def test_server_that_will_not_come_up_says_why(made: Embedded) -> None:
    (made.cluster / "global" / "pg_control").unlink()
    with pytest.raises(NoDatabase, match=r"数据库没有启动：.*pg_control.*全文在"):
        made.start()


def test_programs_that_are_not_there_or_cannot_run_are_told(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIQI_PG_BIN", str(open_folder))
    with pytest.raises(NoDatabase, match="里没有 initdb。请写 bin 文件夹的路径"):
        find_binaries()
    (open_folder / "initdb").write_text("no program")
    with pytest.raises(NoDatabase, match="里的程序不能执行"):
        find_binaries()


@as_root
def test_full_disk_is_told(open_folder: Path) -> None:
    small = open_folder / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(small)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine mounts nothing")
    try:
        with pytest.raises(NoDatabase, match="磁盘没有空间"):
            Embedded.at(small / "postgres").start()
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_socket_lies_beside_the_data_where_the_path_is_short() -> None:
    assert socket_of(Path("/srv/huiqi/postgres")) == Path("/srv/huiqi/postgres/socket")
