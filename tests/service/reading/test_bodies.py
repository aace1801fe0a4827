"""Bodies that no honest caller sends, and those that honest callers send by mistake."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest

from service.errors import Problem
from service.reading.body import read_body, require_json
from service.reading.strict_json import Digits, read_json

GOOD: dict[str, Any] = {
    "period": "2026",
    "subject": {"id": "示例", "fields": {}},
    "evidence": {},
}
PATH = "/v1/policies/property-company/assessments"


def refusal(data: bytes) -> str:
    with pytest.raises(Problem) as caught:
        read_json(data)
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-body"),
        (b" \n", "empty-body"),
        (b"\xef\xbb\xbf{}", "byte-order-mark"),
        ("{}".encode("utf-16"), "not-utf-8"),
        ('{"企业":1}'.encode("gbk"), "not-utf-8"),
        (b"\xff\xfe", "not-utf-8"),
        (b'{"a":1', "bad-json"),
        (b"{'a':1}", "bad-json"),
        (b'{"a":1}{"a":1}', "bad-json"),
        (b'{"a":01}', "bad-json"),
        (b'{"a":+1}', "bad-json"),
        ('{"a":５０}'.encode(), "bad-json"),
        (b'{"a":1_0}', "bad-json"),
        (b'{"a":"\x00"}', "bad-json"),
        (b'{"a":NaN}', "not-finite"),
        (b'{"a":-Infinity}', "not-finite"),
        (b'{"a":1,"a":1}', "duplicate-key"),
        (b'{"x":[{"a":1,"\\u0061":2}]}', "duplicate-key"),
        (b"[" * 100_000, "too-deep"),
        (b'{"a":' * 100_000, "too-deep"),
        (b"[" * 100_000 + b"]" * 100_000, "too-deep"),
        (b'{"a":"\\u0000"}', "bad-text"),
        (b'{"a":"\\ud800"}', "bad-text"),
        (b'{"\\udc00":1}', "bad-text"),
        (b'{"a":[{"b":"x\\udfffx"}]}', "bad-text"),
    ],
    ids=lambda value: repr(value[:24]),
)
def test_what_is_no_proper_json_is_refused_by_name(data, code):
    assert refusal(data) == code


def test_text_that_cannot_be_kept_is_told_with_its_place():
    with pytest.raises(Problem) as caught:
        read_json(b'{"a":[0,{"b/c":"\\ud800"}]}')
    assert [trouble.pointer for trouble in caught.value.errors] == ["/a/1/b~1c"]


def test_numbers_stay_as_they_were_written():
    found = read_json(b"[0.1,1e400,0.12345678901234567890,-0,123456789012345678901234567890]")
    written = ["0.1", "1e400", "0.12345678901234567890", "-0", "123456789012345678901234567890"]
    assert found == written
    assert all(isinstance(number, Digits) for number in found)


def test_pairs_of_surrogates_are_characters():
    assert read_json(rb'"\ud83d\ude00"') == "😀"


class Dripping(io.RawIOBase):
    """A stream that gives a little at a time, as a chunked body comes."""

    def __init__(self, data: bytes, step: int) -> None:
        self._rest = data
        self._step = step

    def read(self, size: int = -1) -> bytes:
        part, self._rest = self._rest[: self._step], self._rest[self._step :]
        return part


@pytest.mark.parametrize("step", [1, 7, 1000])
def test_a_body_is_read_to_its_end(step):
    data = bytes(range(250)) * 4
    assert read_body(Dripping(data, step), declared=None, limit=1000) == data
    assert read_body(Dripping(data, step), declared=1000, limit=1000) == data


@pytest.mark.parametrize("declared", [None, 5], ids=["chunked", "with a length that lies"])
def test_a_body_over_the_limit_is_refused_and_never_cut(declared):
    with pytest.raises(Problem) as caught:
        read_body(Dripping(b"x" * 1001, 100), declared=declared, limit=1000)
    assert caught.value.code == "body-too-large"


@pytest.mark.parametrize(
    ("declared", "code"), [(1001, "body-too-large"), (999, "incomplete-body")], ids=str
)
def test_the_declared_length_is_held_against_the_body(declared, code):
    with pytest.raises(Problem) as caught:
        read_body(Dripping(b"x" * 998, 100), declared=declared, limit=1000)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("media_type", "charset", "encoding"),
    [
        ("text/plain", None, ""),
        ("", None, ""),
        ("application/x-www-form-urlencoded", None, ""),
        ("application/json", "gbk", ""),
        ("application/json", None, "gzip"),
        ("application/merge-patch+json", None, ""),
    ],
    ids=str,
)
def test_only_plain_json_is_read(media_type, charset, encoding):
    with pytest.raises(Problem) as caught:
        require_json(media_type, charset, encoding)
    assert caught.value.code == "wrong-media-type"


@pytest.mark.parametrize("charset", [None, "utf-8", "UTF-8", "utf8"])
def test_json_may_say_that_it_is_utf_8(charset):
    require_json("application/json", charset, "identity")


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"period": 2026}, "/period", "not-text"),
        ({"period": None}, "/period", "not-text"),
        ({"period": " "}, "/period", "blank-text"),
        ({"period": "2" * 201}, "/period", "too-long-text"),
        ({"as_of": 1699920000}, "/as_of", "not-a-date"),
        ({"as_of": "2026-02-30"}, "/as_of", "not-a-date"),
        ({"as_of": "２０２６-01-01"}, "/as_of", "not-a-date"),
        ({"as_of": "20260101"}, "/as_of", "not-a-date"),
        ({"version": 1}, "/version", "not-text"),
        ({"on_reject": "ignore"}, "/on_reject", "unknown-word"),
        ({"subject": []}, "/subject", "not-an-object"),
        ({"subject": {}}, "/subject/id", "missing-key"),
        ({"subject": {"id": 7}}, "/subject/id", "not-text"),
        ({"subject": {"id": "x", "score": 100}}, "/subject/score", "unknown-key"),
        ({"evidence": []}, "/evidence", "not-an-object"),
        ({"evidence": {"投诉": {}}}, "/evidence/投诉", "not-a-list"),
        ({"evidence": {"投诉": [1]}}, "/evidence/投诉/0", "not-an-object"),
        ({"evidence": {"投诉": [{}, {"a/b": [1]}]}}, "/evidence/投诉/1/a~1b", "nested-value"),
        ({"subject": {"id": "x", "fields": {"a": {}}}}, "/subject/fields/a", "nested-value"),
        ({"decision_id": "x"}, "/decision_id", "unknown-key"),
        ({"total": 100}, "/total", "unknown-key"),
        ({"status": "effective"}, "/status", "unknown-key"),
        ({"population": "complete"}, "/population", "unknown-key"),
    ],
    ids=str,
)
def test_what_the_schema_does_not_have_is_told_at_its_place(caller, changes, pointer, code):
    answer = caller.post(PATH, {**GOOD, **changes})
    assert (answer.status_code, answer.json["code"]) == (422, "body-refused")
    found = [(trouble["pointer"], trouble["code"]) for trouble in answer.json["errors"]]
    assert found == [(pointer, code)]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("５０", "full-width-number"),
        ("1_0", "not-a-number"),
        ("1e5", "exponent-number"),
        ("1E+10000000", "exponent-number"),
        ("9" * 5000, "too-many-digits"),
        ("1,000", "thousands-separator"),
        ("NaN", "not-finite"),
        (True, "not-a-number"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_cell_that_is_no_number_of_ours_is_refused_and_not_sent_back(caller, cell, code):
    row = {"票号": "P1", "测评日": "2026-11-10", "评价人类别": "党员", "得分": cell}
    fields = {"企业名称": "示例", "社区": "甲社区", "经营状态": "在营", "服务月数": 12}
    question = {
        "period": "2026",
        "subject": {"id": "WY1", "fields": {**fields, "服务户数": 100, "上年投诉数": 1}},
        "evidence": {"满意度测评": [row]},
    }
    answer = caller.post(PATH, question)
    assert (answer.status_code, answer.json["code"]) == (422, "evidence-refused")
    found = [(trouble["pointer"], trouble["code"]) for trouble in answer.json["errors"]]
    assert found == [("/evidence/满意度测评/0/得分", code)]
    if isinstance(cell, str) and len(cell) > 3:
        assert cell not in answer.text


@pytest.mark.parametrize("written", ["73.5", "73.50", "7.35e1"], ids=str)
def test_numbers_of_json_are_read_as_they_are_written(caller, written):
    text = json.dumps({**GOOD, "evidence": {"满意度测评": [{"得分": "@"}]}}, ensure_ascii=False)
    answer = caller.send(PATH, text.replace('"@"', written).encode())
    codes = {t["code"] for t in answer.json["errors"] if t["pointer"].endswith("得分")}
    assert codes == ({"exponent-number"} if "e" in written else set())


def test_a_record_of_another_subject_is_refused(caller):
    row = {"企业编号": "WY2", "票号": "P1", "测评日": "2026-11-10", "评价人类别": "党员"}
    answer = caller.post(
        PATH,
        {"period": "2026", "subject": {"id": "WY1"}, "evidence": {"满意度测评": [row]}},
    )
    found = [(trouble["pointer"], trouble["code"]) for trouble in answer.json["errors"]]
    assert found == [("/evidence/满意度测评/0/企业编号", "other-subject")]


def test_a_kind_that_does_not_exist_is_told_with_those_that_do(caller):
    answer = caller.post(PATH, {**GOOD, "period": "2026", "evidence": {"投拆": []}})
    (trouble,) = answer.json["errors"]
    assert (trouble["pointer"], trouble["code"]) == ("/evidence/投拆", "unknown-kind")
    assert "投诉" in trouble["zh"]


@pytest.mark.parametrize(
    ("asked", "code", "pointer"),
    [
        ({"period": "2026-Q1"}, "period-refused", "/period"),
        ({"period": "2025"}, "no-version-in-force", "/period"),
        ({"period": "2026", "as_of": "2025-12-31"}, "period-refused", "/as_of"),
        ({"period": "2025", "version": "2026.1"}, "period-refused", "/period"),
    ],
    ids=str,
)
def test_a_period_that_does_not_fit_is_told(caller, asked, code, pointer):
    answer = caller.post(PATH, {"subject": {"id": "x"}, **asked})
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert [trouble["pointer"] for trouble in answer.json["errors"]] == [pointer]


def test_problems_of_the_edge_and_of_the_worker_have_one_shape(caller):
    edge = caller.send(PATH, b"{}", "text/plain")
    worker = caller.send(PATH, b"{", "application/json")
    assert (edge.status_code, worker.status_code) == (415, 400)
    assert edge.content_type == worker.content_type == "application/problem+json"
    assert edge.json.keys() == worker.json.keys()
    assert re.fullmatch("urn:kaoping:request:[0-9a-f]{16}", worker.json["instance"])
