"""Registered numbers are taken only where their check digit is right, and a person's is masked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.compile import compile_policy
from rules.expr.kinds import NumberKind, TextKind
from rules.library import shipped
from rules.program import EvidenceKind, Field, SubjectKind
from scoring.intake.cells import read_cell
from scoring.intake.check_digits import masked, read_credit_code, read_id_card
from scoring.intake.faults import Fault, fault
from tests.scoring.intake.programs import admitted, program, write

# The examples the two standards themselves print.
CODE = "91350100M000100Y43"
CARDS = ("11010519491231002X", "440524188001010014")

CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def test_the_examples_of_the_standards_are_right() -> None:
    assert read_credit_code(CODE) == CODE
    assert [read_id_card(card) for card in CARDS] == list(CARDS)


def test_a_small_letter_reads_as_the_capital_the_standard_writes() -> None:
    assert read_credit_code(CODE.lower()) == CODE
    assert read_id_card(CARDS[0].lower()) == CARDS[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("91350100M000100Y44", "wrong-check-digit"),
        ("91350100M000100Y4", "not-a-credit-code"),
        ("91350100I000100Y43", "not-a-credit-code"),
        ("91350100M000100Y4３", "not-a-credit-code"),
        ("350100100001234", "not-a-credit-code"),
    ],
    ids=["wrong digit", "17 characters", "a letter it leaves out", "full-width", "old licence"],
)
def test_a_wrong_credit_code_is_refused(text: str, code: str) -> None:
    assert read_credit_code(text) == fault(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("110105194912310021", "wrong-check-digit"),
        ("110105194902290025", "not-an-id-card"),
        ("11010549123100", "not-an-id-card"),
        ("110105491231002", "not-an-id-card"),
        ("1101051949123100２X", "not-an-id-card"),
    ],
    ids=["wrong digit", "no such day", "14 digits", "15 digits", "full-width"],
)
def test_a_wrong_id_card_number_is_refused(text: str, code: str) -> None:
    assert read_id_card(text) == fault(code)


@given(st.integers(0, 16), st.sampled_from(CODE_SIGNS))
def test_no_single_slip_in_a_credit_code_passes(place: int, sign: str) -> None:
    slipped = CODE[:place] + sign + CODE[place + 1 :]
    assert read_credit_code(slipped) == (
        CODE if sign == CODE[place] else fault("wrong-check-digit")
    )


@given(st.integers(14, 16), st.sampled_from("0123456789"))
def test_no_single_slip_in_an_id_card_number_passes(place: int, digit: str) -> None:
    card = CARDS[0]
    slipped = card[:place] + digit + card[place + 1 :]
    assert read_id_card(slipped) == (card if digit == card[place] else fault("wrong-check-digit"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (CARDS[0], "110*************2X"),
        ("110105491231002", "110**********02"),
        (" 123456 ", "123*56"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_only_the_ends_of_a_persons_number_are_shown(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("统一社会信用代码", "credit_code"),
        ("credit_code", "credit_code"),
        ("身份证号", "id_card"),
        ("公民身份号码", "id_card"),
        ("文本", None),
    ],
)
def test_a_policy_gives_a_text_field_its_form(word: str, form: str | None) -> None:
    text = (shipped() / "property-company" / "2026.1.yaml").read_text(encoding="utf-8")
    text = text.replace("    企业名称: 文本\n", f"    企业名称: 文本\n    号码: {word}\n")
    program, _ = compile_policy(text.encode(), "policy.yaml")
    field = next(field for field in program.subject.fields if field.name == "号码")
    assert (field.kind, field.form) == (TextKind(), form)


def test_a_cell_is_read_by_the_form_of_its_field() -> None:
    assert read_cell(Field("号码", TextKind(), form="credit_code"), f" {CODE} ") == CODE
    assert isinstance(read_cell(Field("号码", TextKind(), form="id_card"), CODE), Fault)


MEMBERS = program(
    EvidenceKind(
        "服务",
        (Field("卡号", TextKind(), form="id_card"), Field("时长", NumberKind(0))),
        event_date=None,
        identity=("卡号",),
    ),
    subject=SubjectKind("党员", ("证号",), (Field("证号", TextKind(), form="id_card"),)),
)
SHOWN = "110*************2X"


def test_no_reject_shows_a_persons_number_in_full(tmp_path: Path) -> None:
    good, other, wrong = CARDS[0], CARDS[1], CARDS[0][:-1] + "1"
    subjects = write(tmp_path, "党员.csv", f"证号\n{good}\n{wrong}\n")
    evidence = write(
        tmp_path,
        "服务.csv",
        f"证号,卡号,时长\n{good},{good},1\n{good},{good},2\n{wrong},{good},1\n{good},{wrong},1\n"
        f"{other},{good},1\n{good},{good},1,{good}\n",
    )
    found = admitted(MEMBERS, evidence, subjects=subjects)
    texts = [f"{r.value} {r.reason_zh} {r.reason_en}" for r in found.rejects]
    assert [number for number in (good, other, wrong) for text in texts if number in text] == []
    assert {(r.code, r.value) for r in found.rejects} == {
        ("wrong-check-digit", "110*************21"),
        ("conflicting-identity", SHOWN),
        ("unknown-subject", "440*************14"),
        ("ragged-row", f"{SHOWN},{SHOWN},1,{SHOWN}"),
    }


def test_a_number_that_looks_alike_is_shown_where_no_field_is_a_persons(tmp_path: Path) -> None:
    kind = EvidenceKind("服务", (Field("单号", TextKind()),), event_date=None)
    evidence = write(tmp_path, "服务.csv", f"企业编号,单号\n甲,{CARDS[1]},\n")
    found = admitted(program(kind), evidence)
    assert [r.value for r in found.rejects] == [f"甲,{CARDS[1]},"]
