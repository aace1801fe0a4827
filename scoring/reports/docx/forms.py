"""The forms: what each can be filled with, and how it reads where no office changed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from scoring.reports.docx.markup import Paragraph, Part, Table
from scoring.reports.docx.template import Known

FormName: TypeAlias = Literal[
    "公示表", "名单", "系数表", "奖金分配表", "结果反馈单", "约谈通知书", "整改通知书"
]

# What every form knows. 注明 is what every reader must be told; no template may leave it out.
_ALWAYS = (
    *("细则", "编号", "版本", "发布单位", "发文字号"),
    *("周期", "周期起", "周期止", "截止日", "注明", "对象种类"),
)
_SUBJECT = ("对象", "名称", "状态", "原因", "总分", "等次")
_CASE = ("处置", "措施", "报送", "期限", "事由", "依据", "案件", "立案日", "逾期")
_PLACES = {"行": ("序号", "对象", "名称", "总分", "等次", "名单")}
_DAY = "　　　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class Form:
    known: Known
    parts: tuple[Part, ...]


def _form(values: tuple[str, ...], groups: Mapping[str, tuple[str, ...]], *parts: Part) -> Form:
    return Form(Known((*_ALWAYS, *values), groups, needed=("注明",)), parts)


def _title(text: str) -> tuple[Part, Part]:
    return Paragraph("note", "{{注明}}"), Paragraph("title", text)


def _text(*lines: str) -> tuple[Part, ...]:
    return tuple(Paragraph("text", line) for line in lines)


def _sign(who: str = "{{发布单位}}") -> tuple[Part, ...]:
    return (
        Paragraph("text", ""),
        Paragraph("sign", f"{who}（盖章）"),
        Paragraph("sign", _DAY),
    )


def _table(group: str, *columns: tuple[str, str, int]) -> Part:
    """Each with its heading, the field of the group, and its share of the width."""
    headings, fields, shares = zip(*columns, strict=True)
    cells = tuple(f"{{{{{group}.{name}}}}}" for name in fields)
    return Table(headings, [cells], shares)


def _heading(text: str) -> Part:
    return Paragraph("heading", text)


_RECEIPT: tuple[Part, ...] = (
    Paragraph("cut", "送达回执"),
    *_text(
        "{{名称}}（{{对象}}）已收到{{周期}}{{处置}}的通知。",
        "受送达人（签字或者盖章）：　　　　　　　　送达人：　　　　　　　　",
        f"送达方式：□直接送达　□留置送达　□邮寄　　送达日期：{_DAY}",
    ),
)
_RECORDS: tuple[Part, ...] = (
    _table(
        "证据",
        ("日期", "日期", 19),
        ("证据", "种类", 12),
        ("编号", "编号", 16),
        ("事项", "事项", 25),
        ("依据", "依据", 18),
        ("得分", "得分", 10),
    ),
)
_EVIDENCE = {"证据": ("日期", "种类", "编号", "事项", "依据", "得分", "文件", "行")}


def _cause(title: str, decision: str) -> tuple[Part, ...]:
    """How every notice of a case begins: to whom, why, by what, on which records."""
    return (
        *_title(title),
        Paragraph("number", "〔　　　　〕第　　　号"),
        Paragraph("to", "{{名称}}（{{对象}}）："),
        *_text(f"根据《{{{{细则}}}}》，你（单位）在{{{{周期}}}}考评中有下列情形，{decision}。"),
        _heading("一、事由"),
        *_text("{{处置}}：{{事由}}。", "本期结果：{{状态}}，总分{{总分}}，等次{{等次}}。"),
        _heading("二、依据"),
        *_text("{{依据}}"),
        _heading("三、所依据的记录"),
        *_RECORDS,
    )


FORMS: Mapping[FormName, Form] = {
    "公示表": _form(
        ("个数",),
        _PLACES,
        *_title("{{周期}}{{细则}}结果公示表"),
        *_text(
            "根据《{{细则}}》，对{{对象种类}}在{{周期起}}至{{周期止}}的情况进行了考评，"
            "截止日为{{截止日}}。现将{{个数}}个已评对象的结果公示如下。"
        ),
        _table(
            "行",
            ("序号", "序号", 10),
            ("名称", "名称", 40),
            ("总分", "总分", 15),
            ("等次", "等次", 15),
            ("名单", "名单", 20),
        ),
        *_text(
            "公示期：　　　　年　　月　　日至　　　　年　　月　　日",
            "公示期间对结果有异议的，可以书面提出并写明理由和依据，受理单位核实后答复。",
            "受理单位、联系人、电话：",
        ),
        *_sign(),
    ),
    "名单": _form(
        ("名单", "公示期", "范围", "依据", "个数"),
        {"行": ("序号", "对象", "名称", "总分", "等次", "状态")},
        *_title("{{周期}}{{名单}}"),
        *_text("根据《{{细则}}》，下列{{个数}}个对象列入{{名单}}（依据：{{依据}}）。"),
        _table(
            "行",
            ("序号", "序号", 10),
            ("名称", "名称", 42),
            ("总分", "总分", 16),
            ("等次", "等次", 16),
            ("状态", "状态", 16),
        ),
        *_text("公示期：{{公示期}}。范围：{{范围}}。", "受理异议的单位、联系人、电话："),
        *_sign(),
    ),
    "系数表": _form(
        ("系数", "运用", "依据", "个数", "性质"),
        {"行": ("序号", "对象", "名称", "等次", "值", "状态", "签字")},
        *_title("{{周期}}{{系数}}{{性质}}表"),
        *_text(
            "根据《{{细则}}》（依据：{{依据}}），{{性质}}的{{系数}}如下，共{{个数}}个，由{{运用}}运用。"
        ),
        _table(
            "行",
            ("序号", "序号", 9),
            ("对象", "对象", 18),
            ("名称", "名称", 25),
            ("等次", "等次", 12),
            ("系数", "值", 12),
            ("状态", "状态", 12),
            ("签字", "签字", 12),
        ),
        *_text("制表人：　　　　　　　　审核人：　　　　　　　　批准人：　　　　　　　　"),
        *_sign(),
    ),
    "奖金分配表": _form(
        ("奖金", "资金", "合计", "留存", "依据", "个数", "性质"),
        {"行": ("序号", "对象", "名称", "等次", "金额", "状态")},
        *_title("{{周期}}{{奖金}}分配{{性质}}表"),
        *_text(
            "根据《{{细则}}》（依据：{{依据}}），{{奖金}}共{{资金}}元，分配{{合计}}元（{{个数}}份），留存{{留存}}元。"
        ),
        _table(
            "行",
            ("序号", "序号", 10),
            ("对象", "对象", 20),
            ("名称", "名称", 28),
            ("等次", "等次", 13),
            ("金额（元）", "金额", 17),
            ("状态", "状态", 12),
        ),
        *_text("制表人：　　　　　　　　审核人：　　　　　　　　批准人：　　　　　　　　"),
        *_sign(),
    ),
    "结果反馈单": _form(
        _SUBJECT,
        {"指标": ("名称", "分值", "得分", "受限"), **_EVIDENCE, "系数": ("名称", "值")},
        *_title("{{周期}}考评结果反馈单"),
        Paragraph("to", "{{名称}}（{{对象}}）："),
        *_text(
            "根据《{{细则}}》，对你（单位）在{{周期起}}至{{周期止}}的情况进行了考评，截止日为{{截止日}}。",
            "结果：{{状态}}　总分：{{总分}}　等次：{{等次}}　{{原因}}",
        ),
        _heading("一、各项得分"),
        _table(
            "指标",
            ("指标", "名称", 45),
            ("分值", "分值", 15),
            ("得分", "得分", 15),
            ("受限于", "受限", 25),
        ),
        _heading("二、建议的系数"),
        _table("系数", ("系数", "名称", 70), ("值", "值", 30)),
        _heading("三、所依据的记录"),
        *_RECORDS,
        *_text("对结果有异议的，请在公示期内书面提出。"),
        *_sign(),
    ),
    "约谈通知书": _form(
        (*_SUBJECT, *_CASE),
        _EVIDENCE,
        *_cause("约 谈 通 知 书", "现决定进行约谈"),
        _heading("四、约谈安排"),
        *_text(
            f"时间：{_DAY}　　时　　分",
            "地点：",
            "约谈人：　　　　　　　　　　参加人：",
            "措施和要求：{{措施}}。请携带有关材料和整改方案参加。",
            "办理期限：{{期限}}。报送：{{报送}}。",
            "联系人、电话：",
        ),
        *_sign(),
        *_RECEIPT,
    ),
    "整改通知书": _form(
        (*_SUBJECT, *_CASE),
        _EVIDENCE,
        *_cause("整 改 通 知 书", "现要求限期整改"),
        _heading("四、整改要求"),
        *_text(
            "措施和要求：{{措施}}。",
            "整改期限：{{期限}}。报送：{{报送}}。",
            "请在期限内完成整改并书面报告，附整改前后的材料；逾期不改的，按细则处理。",
            "复查人：　　　　　　　　　　复查日期：",
            "联系人、电话：",
        ),
        *_sign(),
        *_RECEIPT,
    ),
}
# Words of a trigger that say which form it takes; what it is called counts before what it does.
_WORDS: tuple[tuple[str, FormName], ...] = (
    ("约谈", "约谈通知书"),
    ("整改", "整改通知书"),
    ("整治", "整改通知书"),
    ("督办", "整改通知书"),
    ("反馈", "结果反馈单"),
)


def form_for(name: str, action: str) -> FormName | None:
    """The form for a trigger of this name; None where its words do not say."""
    for text in (name, action):
        for word, form in _WORDS:
            if word in text:
                return form
    return None
