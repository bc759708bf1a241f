"""脏名册: whole files as offices send them, through the page: understood, or told what is wrong."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate import testing

from huiqi.registers.flaws import Flaw
from tests.registers.conftest import CODES, FIRST, HEADING, SECOND, case_of, sentences_of, work

pytestmark = pytest.mark.usefixtures("city_clock")

TEXT = f"{HEADING}\n{FIRST}\n{SECOND}\n"
TAKEN = "请上传 CSV、Excel（.xlsx）或 Parquet 文件。"
REEXPORT = "请核对后重新导出。"
SAVE_AS = "请另存为逗号分隔的 CSV（UTF-8）。"
CODE = CODES[0]
HUNDRED = [f"列{number}" for number in range(100)]

UNDERSTOOD = {
    "utf-8": TEXT.encode(),
    "with a mark": b"\xef\xbb\xbf" + TEXT.encode(),
    "gbk": TEXT.encode("gbk"),
    "gb18030": TEXT.encode("gb18030"),
    "windows lines": TEXT.replace("\n", "\r\n").encode(),
    "no last line end": TEXT.rstrip().encode(),
    "empty lines": TEXT.replace("\n", "\n\n").encode(),
    "lines of commas": f"{TEXT},,,,,\n,,,,,\n".encode(),
    "quoted": TEXT.replace("深圳市甲一科技有限公司", '"深圳市甲一科技有限公司"').encode(),
    "lower-case codes": TEXT.replace(CODE, CODE.lower()).encode(),
    "full-width codes": TEXT.replace(
        CODE, "".join(chr(ord(one) + 0xFEE0) for one in CODE)
    ).encode(),
    "spaced codes": TEXT.replace(CODE, f" {CODE[:8]} {CODE[8:]} ").encode(),
    "old mac lines": TEXT.replace("\n", "\r").encode(),
    "lines of several systems": TEXT.replace("\n", "\r\n", 1).encode(),
    "empty columns at the end": TEXT.replace("\n", ",,\n").encode(),
    "spaced headings": TEXT.replace("名称,", " 名称 ,").encode(),
}
REFUSED_AT_ONCE = {
    "a mark only": (b"\xef\xbb\xbf", f"文件是空的。{REEXPORT}"),
    "line ends only": (b"\r\n\r\n", f"文件是空的。{REEXPORT}"),
    "pdf": (b"%PDF-1.7", f"文件是PDF，不是名册。{TAKEN}"),
    "old excel": (
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        "文件是旧版 Office 文件。请用表格软件另存为 .xlsx。",
    ),
    "excel under a password": (
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        "表格有密码，打不开。请去掉密码后另存为 .xlsx。",
    ),
    "png": (b"\x89PNG\r\n\x1a\n", f"文件是图片，不是名册。{TAKEN}"),
    "jpeg": (b"\xff\xd8\xff\xe0", f"文件是图片，不是名册。{TAKEN}"),
    "gif": (b"GIF89a", f"文件是图片，不是名册。{TAKEN}"),
    "rar": (b"Rar!\x1a\x07", f"文件是压缩包，不是名册。{TAKEN}"),
    "7z": (b"7z\xbc\xaf\x27\x1c", f"文件是压缩包，不是名册。{TAKEN}"),
    "gz": (b"\x1f\x8b\x08", f"文件是压缩包，不是名册。{TAKEN}"),
    "web page": (b"<!DOCTYPE html><table>", f"文件是网页（HTML），不是名册。{TAKEN}"),
    "xml": (b"<?xml version='1.0'?><a/>", f"文件是XML 文本，不是名册。{TAKEN}"),
    "json": (b'[{"credit_code": ""}]', f"文件是JSON 文本，不是名册。{TAKEN}"),
    "utf-16": (TEXT.encode("utf-16"), f"文件是UTF-16 编码的文本，不是名册。{TAKEN}"),
    "utf-16 without a mark": (
        TEXT.encode("utf-16-le"),
        f"文件不是文本，也不是表格。{TAKEN}",
    ),
    "bytes": (b"\x00\x01\x02", f"文件不是文本，也不是表格。{TAKEN}"),
}
REFUSED_BY_THE_WORKER = {
    "broken parquet": (b"PAR1xxxx", ["Parquet 文件打不开，可能已损坏。请重新导出。"]),
    "broken zip": (b"PK\x03\x04xxxx", ["表格打不开，可能已损坏。请重新导出。"]),
    "neither encoding": (
        TEXT.encode() + b"\xff\xff\n",
        ["第 4 行：文件既不是 UTF-8 也不是 GB18030 编码。请另存为 CSV（UTF-8）。"],
    ),
    "a broken character at the end": (
        f"{TEXT}{CODES[2]},甲".encode("gb18030")[:-1],
        ["文件在一个字的中间断了。请重新导出。"],
    ),
    "heading only": (
        f"{HEADING}\n".encode(),
        [f"第 2 行：表头下面没有一行数据。{REEXPORT}"],
    ),
    "a title above the heading": (
        f"2021年企业名册,,,,,\n{TEXT}".encode(),
        ["第 1 行：第一行「2021年企业名册」是标题，不是表头。请删去这一行，让各列的名称在第一行。"],
    ),
    "a hundred unknown columns": (
        (f"{HEADING},{','.join(HUNDRED)}\n").encode(),
        [
            (
                f"第 1 行：不知道「{'」「'.join(HUNDRED[:10])}」等 100 列是哪项事实。"
                "请改用事实词典里的名称；不要的列请删去。"
            )
        ],
    ),
    "values under no heading": (
        TEXT.replace(f"{HEADING}\n", f"{HEADING},\n").replace(".50", ".50,备注").encode(),
        ["第 3 行：第 7 列没有表头，却有值。请写明是哪项事实，或删去这一列。"],
    ),
    "a line without end": (
        TEXT.replace("深圳市甲一", "长" * 3_000_000).encode(),
        ["CSV 读不下去：有一行太长，或引号没有成对。请用表格软件打开，核对后另存为 CSV（UTF-8）。"],
    ),
    "full-width commas": (
        TEXT.replace(",", "，").encode(),
        [f"第 1 行：各列用全角逗号隔开，应当用逗号。{SAVE_AS}"],
    ),
    "semicolons": (
        TEXT.replace(",", ";").encode(),
        [f"第 1 行：各列用分号隔开，应当用逗号。{SAVE_AS}"],
    ),
    "tabs": (
        TEXT.replace(",", "\t").encode(),
        [f"第 1 行：各列用制表符隔开，应当用逗号。{SAVE_AS}"],
    ),
    "no heading": (
        f"{FIRST}\n{SECOND}\n".encode(),
        [
            (
                "第 1 行：第一行是一家单位的数据，不是表头。"
                "请在最上面加一行，写明各列是哪项事实，如「统一社会信用代码」「名称」。"
            )
        ],
    ),
    "a heading twice": (
        f"统一社会信用代码,名称,名称\n{CODE},甲,甲\n".encode(),
        ["第 1 行：同一项事实（name）有 2 列：「名称」「名称」。请只留一列。"],
    ),
    "no heading of a column": (
        f"统一社会信用代码,,名称\n{CODE},1,甲\n".encode(),
        ["第 1 行：第 2 列没有表头。请写明是哪项事实，或删去这一列。"],
    ),
}
ROWS = {
    "wrong check digit": (
        FIRST.replace(CODE, CODE[:-1] + ("1" if CODE[-1] != "1" else "2")),
        "统一社会信用代码校验位不符",
    ),
    "short code": (FIRST.replace(CODE, CODE[:-1]), "统一社会信用代码应为 18 位，得到 17 位"),
    "O for 0": (
        FIRST.replace(CODE, CODE[:-1] + "O"),
        "统一社会信用代码不应含有「O」（不用字母 I、O、S、V、Z）",
    ),
    "I for 1": (
        FIRST.replace(CODE, CODE[:-1] + "I"),
        "统一社会信用代码不应含有「I」（不用字母 I、O、S、V、Z）",
    ),
    "a code as a power of ten": (
        FIRST.replace(CODE, "9.14403E+17"),
        (
            "统一社会信用代码「9.14403E+17」被表格软件改成了科学计数法，后面几位已经丢失。"
            "请把这一列设为文本后重新导出"
        ),
    ),
    "a name of several lines": (
        FIRST.replace("深圳市甲一", '"深圳市甲\n一"'),
        "含有看不见的控制字符",
    ),
    "a name without end": (FIRST.replace("深圳市甲一", "甲" * 300), "最多 120 字"),
    "a district of another city": (
        FIRST.replace("南山区", "浦东新区"),
        "「浦东新区」不是「所在区」",
    ),
    "too few cells": (f"{CODE},甲", "这一行有 2 格，表头有 6 格。请核对逗号和引号"),
    "two firms with one code": (f"{FIRST}\n{FIRST}", "是同一家单位"),
}


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_a_file_is_understood(client: Client, jobs: testing.InMemoryConnector, name: str) -> None:
    case = case_of(client, jobs, UNDERSTOOD[name])
    assert case.counts == {"rows": 2, "refused": 0, "created": 2, "known": 0, "facts": 12}


@pytest.mark.parametrize("name", REFUSED_AT_ONCE)
def test_a_file_is_refused_at_once(client: Client, name: str) -> None:
    content, sentence = REFUSED_AT_ONCE[name]
    given = {"file": SimpleUploadedFile("名册.csv", content), "source": "registry"}
    answer = client.post("/registers/", given)
    assert answer.status_code == 422
    assert f"名册.csv：{sentence}" in answer.content.decode()


@pytest.mark.parametrize("name", REFUSED_BY_THE_WORKER)
def test_a_file_is_refused_with_every_sentence(
    client: Client, jobs: testing.InMemoryConnector, name: str
) -> None:
    content, sentences = REFUSED_BY_THE_WORKER[name]
    case = case_of(client, jobs, content)
    assert sentences_of(case) == sentences


@pytest.mark.parametrize("name", ROWS)
def test_a_row_is_left_out_and_the_others_come(
    client: Client, jobs: testing.InMemoryConnector, name: str
) -> None:
    line, sentence = ROWS[name]
    case = case_of(client, jobs, f"{HEADING}\n{line}\n{SECOND}\n".encode())
    assert (case.counts["created"], case.has_errors) == (1, True)
    client.post(f"/registers/cases/{case.pk}/confirm/")
    work(jobs)
    case.refresh_from_db()
    assert case.register_import is not None
    assert sentence in str(Flaw(*case.register_import.problems[0][1][0]))


def test_many_rows_of_one_firm_are_told_in_short(
    client: Client, jobs: testing.InMemoryConnector
) -> None:
    case = case_of(client, jobs, "\n".join([HEADING, *[FIRST] * 30, SECOND]).encode())
    client.post(f"/registers/cases/{case.pk}/confirm/")
    work(jobs)
    case.refresh_from_db()
    assert case.register_import is not None
    what = f"与第 2、4、5、6、7 等 29 行是同一家单位（{CODE}）"
    flaw = ["统一社会信用代码", CODE, what, "请只留一行", False]
    assert case.register_import.problems[1] == [3, [flaw]]
