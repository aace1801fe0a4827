"""What the service answers when it does not do what was asked: problems with stable codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rules.message import Message


@dataclass(frozen=True, slots=True)
class Kind:
    """A problem by its code: the status it has, what it says and what to do next."""

    status: int
    message: Message


def _kind(status: int, zh: str, en: str, hint_zh: str = "", hint_en: str = "") -> Kind:
    return Kind(status, Message(zh, en, hint_zh, hint_en))


PROBLEMS: Mapping[str, Kind] = {
    # --- the body
    "empty-body": _kind(400, "请求没有内容", "the request has no body", "请发送 JSON", "send JSON"),
    "incomplete-body": _kind(
        400,
        "收到的内容比声明的长度短",
        "the body is shorter than it was declared to be",
        "请重新发送",
        "send it again",
    ),
    "not-utf-8": _kind(
        400,
        "内容不是 UTF-8 编码",
        "the body is not UTF-8",
        "请存为 UTF-8 再发送",
        "encode it as UTF-8",
    ),
    "byte-order-mark": _kind(
        400,
        "内容以字节顺序标记（BOM）开头",
        "the body starts with a byte-order mark",
        "请去掉 BOM",
        "leave the mark out",
    ),
    "bad-json": _kind(
        400,
        "内容不是合法的 JSON",
        "the body is not JSON",
        "请检查引号、逗号和括号",
        "check quotes, commas and brackets",
    ),
    "duplicate-key": _kind(
        400,
        "同一个对象里有重复的键",
        "a key stands twice in one object",
        "每个键只写一次",
        "write each key once",
    ),
    "not-finite": _kind(
        400,
        "JSON 里没有 NaN 和 Infinity",
        "JSON has no NaN and no Infinity",
        "缺失的值请写 null",
        "write null for a missing value",
    ),
    "too-deep": _kind(
        400,
        "嵌套太深",
        "the body is nested too deeply",
        "请按接口说明的结构发送",
        "send what the schema describes",
    ),
    "bad-text": _kind(
        400,
        "文字里有不能保存的字符（NUL 或不成对的代理字符）",
        "a text holds NUL or half of a surrogate pair",
        "请去掉这个字符",
        "leave that character out",
    ),
    "wrong-media-type": _kind(
        415,
        "只接受 application/json",
        "only application/json is accepted",
        "请写 Content-Type: application/json，不压缩，UTF-8 编码",
        "say Content-Type: application/json, uncompressed, in UTF-8",
    ),
    "body-too-large": _kind(
        413,
        "内容超过上限",
        "the body is larger than allowed",
        "请分几次发送",
        "send it in several parts",
    ),
    # --- what was asked
    "bad-parameter": _kind(
        400,
        "地址里的参数不对",
        "a parameter of the address is wrong",
        "见接口说明",
        "see the description of the interface",
    ),
    "body-refused": _kind(
        422,
        "内容与接口说明不符",
        "the body is not as the interface describes it",
        "逐条改正 errors 里列出的位置",
        "correct each place listed under errors",
    ),
    "evidence-refused": _kind(
        422,
        "有证据不能采用，没有考评",
        "some evidence cannot be taken, so nothing was assessed",
        '逐条改正；或者写 "on_reject": "report"，按其余证据考评并列出退回的',
        'correct it, or say "on_reject": "report" to assess the rest and have the rejects listed',
    ),
    "period-refused": _kind(
        422,
        "周期或者截止日不适用于这个细则",
        "the period or the as-of date does not fit the policy",
        "改正 errors 里列出的位置",
        "correct the places listed under errors",
    ),
    "no-version-in-force": _kind(
        422,
        "周期末没有生效的版本",
        "no version is in force on the last day of the period",
        "改正周期，或者用 version 指定版本",
        "correct the period, or pin a version with `version`",
    ),
    "policy-repealed": _kind(
        422,
        "这个版本已废止，不能用来考评",
        "this version is repealed and assesses nobody",
        "请用现行版本",
        "use the version in force",
    ),
    "unknown-policy": _kind(
        404,
        "没有这个细则",
        "there is no such policy",
        "GET /v1/policies 列出可用的细则",
        "GET /v1/policies lists those at hand",
    ),
    "unknown-version": _kind(
        404,
        "这个细则没有这个版本",
        "the policy has no such version",
        "GET /v1/policies/{id} 列出它的版本",
        "GET /v1/policies/{id} lists its versions",
    ),
    "not-found": _kind(
        404, "没有这个地址", "there is nothing at this address", "见 /docs", "see /docs"
    ),
    "method-not-allowed": _kind(
        405,
        "这个地址不接受这种方法",
        "this address does not take this method",
        "见 Allow",
        "see Allow",
    ),
    "bad-request": _kind(
        400,
        "请求不合 HTTP 规范",
        "the request is not proper HTTP",
        "见接口说明",
        "see the description of the interface",
    ),
    # --- who asks
    "not-authenticated": _kind(
        401,
        "没有密钥，或者密钥不对、已过期",
        "there is no key, or it is wrong or expired",
        "请写 Authorization: Bearer 前缀.密钥",
        "say Authorization: Bearer prefix.secret",
    ),
    "scope-lacking": _kind(
        403,
        "这个密钥没有所需的权限",
        "the key lacks the scope that this takes",
        "请向管理员申请权限",
        "ask whoever keeps the keys",
    ),
    "too-many-requests": _kind(
        429,
        "请求太多",
        "too many requests",
        "请过 Retry-After 所说的秒数再试",
        "try again after the seconds that Retry-After says",
    ),
    # --- the service
    "incident": _kind(
        500,
        "程序内部出错，没有得出结果",
        "the service failed; there is no result",
        "请把 request id 告诉管理员",
        "tell whoever runs the service the request id",
    ),
    "engines-differ": _kind(
        500,
        "两个引擎的判定不同，没有得出结果",
        "the two engines differ, so there is no result",
        "请把 request id 告诉管理员",
        "tell whoever runs the service the request id",
    ),
    "time-limit": _kind(
        503,
        "考评超过时限，已停止",
        "the assessment took longer than allowed and was stopped",
        "请分成几次较小的请求",
        "ask in several smaller requests",
    ),
    "engine-stopped": _kind(
        503,
        "引擎意外停止，没有得出结果",
        "the engine stopped, so there is no result",
        "请稍后再试",
        "try again later",
    ),
    "too-busy": _kind(
        503,
        "正忙，暂时不能受理",
        "too busy to take this on now",
        "请过 Retry-After 所说的秒数再试",
        "try again after the seconds that Retry-After says",
    ),
    "not-ready": _kind(
        503, "服务还没有就绪", "the service is not ready", "请稍后再试", "try again later"
    ),
}

# What is wrong at one place of a request. Codes of evidence are those of intake.
TROUBLES: Mapping[str, Message] = {
    "missing-key": Message("缺少这一项", "this key is missing"),
    "unknown-key": Message("没有这一项", "there is no such key"),
    "not-as-described": Message("与接口说明不符", "not as the description of the interface has it"),
    "nested-value": Message("应为单个值，不能是对象或列表", "a single value was expected"),
    "not-text": Message("应为文字（加引号）", "text was expected, in quotes"),
    "blank-text": Message("不能为空", "must not be blank"),
    "too-long-text": Message("文字太长", "the text is too long"),
    "not-an-object": Message("应为 JSON 对象", "an object was expected"),
    "not-a-list": Message("应为 JSON 列表", "a list was expected"),
    "too-many": Message("列得太多", "more than allowed"),
    "too-few": Message("一个也没有", "there is none"),
    "not-a-date": Message("应为日期，如 2026-12-31", "a date was expected, such as 2026-12-31"),
    "unknown-word": Message("应为：{words}", "expected one of: {words}"),
    "unknown-parameter": Message("没有这个参数", "there is no such parameter"),
    "repeated-parameter": Message("参数重复", "the parameter stands twice"),
    "bad-period": Message(
        "不是该细则的考评周期，请写成 {example} 的样子",
        "not a period of this policy; write it like {example}",
    ),
    "period-not-in-force": Message(
        "周期末不在这个版本的有效期内（{stated}）",
        "the version is not in force on the last day of the period ({stated})",
    ),
    "no-version-then": Message(
        "没有哪个版本在这个周期末生效", "no version is in force on the last day of this period"
    ),
    "as-of-too-early": Message(
        "截止日早于周期首日 {start}",
        "the as-of date is before the first day of the period, {start}",
    ),
    "other-subject": Message(
        "这一条写的是另一个对象", "this record names another subject than the one it came with"
    ),
    "duplicate-subject": Message("这个对象出现了两次", "this subject stands twice"),
    "kinds-differ": Message(
        "population 为 complete 时，各对象提供的数据种类应当相同；没有记录的写 []",
        "with a complete population every subject brings the same kinds of evidence; "
        "write [] where there are no records",
    ),
    "bad-text": Message(
        "有不能保存的字符（NUL 或不成对的代理字符）", "holds NUL or half of a surrogate pair"
    ),
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong at one place: a JSON Pointer into the body, or the name of a parameter. It
    says what was expected and never what was sent."""

    pointer: str
    code: str
    zh: str
    en: str

    def told(self) -> dict[str, str]:
        return {"pointer": self.pointer, "code": self.code, "zh": self.zh, "en": self.en}


def trouble(pointer: str, code: str, **args: str) -> Trouble:
    message = TROUBLES[code]
    return Trouble(pointer, code, message.zh.format(**args), message.en.format(**args))


class Problem(Exception):
    """Raised anywhere on the way to an answer; the edge makes problem+json of it."""

    def __init__(
        self, code: str, errors: Iterable[Trouble] = (), *, retry_after: int | None = None
    ) -> None:
        self.code = code
        self.kind = PROBLEMS[code]
        self.errors = tuple(errors)
        self.retry_after = retry_after
        super().__init__(code)

    def told(self, instance: str | None = None) -> dict[str, Any]:
        """The members of RFC 9457, Chinese first with English beside."""
        message = self.kind.message
        told: dict[str, Any] = {
            "type": f"urn:kaoping:problem:{self.code}",
            "title": message.zh,
            "title_en": message.en,
            "status": self.kind.status,
            "detail": message.hint_zh,
            "detail_en": message.hint_en,
            "code": self.code,
            "errors": [trouble.told() for trouble in self.errors],
        }
        return {**told, "instance": instance} if instance else told


def at(*parts: str | int) -> str:
    """A JSON Pointer."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)
