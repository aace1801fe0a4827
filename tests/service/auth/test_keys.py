"""Keys: kept as hashes, read strictly, held to their day."""

from __future__ import annotations

import json
import logging
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.auth.guard import KeySource
from service.auth.keys import SCOPES, Keyring, KeysDamaged, new_key, read_keys
from service.auth.rates import Buckets
from service.cli.main import main
from service.settings import Settings
from service.wiring import KeysNeeded, configured, ring_for_this_machine

TODAY = date(2026, 11, 22)


def test_a_key_opens_by_its_token_only():
    key, token = new_key("市大数据局", ["score"], b"pepper")
    ring = Keyring([key], b"pepper")
    assert ring.holder(token, TODAY) == key
    assert Keyring([key], b"other").holder(token, TODAY) is None
    assert token.partition(".")[2] not in key.line()
    assert len(token.partition(".")[2]) == 43


@pytest.mark.parametrize(
    ("day", "opens"), [(date(2026, 11, 22), True), (date(2026, 11, 23), False)], ids=str
)
def test_a_key_holds_to_the_end_of_its_day(day, opens):
    key, token = new_key("x", SCOPES, b"", TODAY)
    assert (Keyring([key], b"").holder(token, day) is not None) == opens


@settings(deadline=None, max_examples=200)
@given(token=st.text(max_size=80))
def test_no_other_text_opens_anything(token):
    key, _ = new_key("x", SCOPES, b"")
    ring = Keyring([key], b"")
    assert ring.holder(token, TODAY) is None
    assert ring.holder(f"{key.prefix}.{token}", TODAY) is None


def test_what_is_written_is_read_again():
    keys = [new_key("甲", ["score"], b"")[0], new_key("乙", SCOPES, b"", TODAY)[0]]
    text = "# 密钥\n\n" + "\n".join(key.line() for key in keys)
    assert read_keys(text) == keys


@pytest.mark.parametrize(
    "change",
    [
        {"prefix": "A B"},
        {"prefix": "k\n"},
        {"hash": "xyz"},
        {"scopes": ["all"]},
        {"scopes": "score"},
        {"expires": "soon"},
        {"secret": "x"},
        {"name": None},
    ],
    ids=str,
)
def test_a_line_that_is_no_key_is_told_by_its_number(change):
    good = json.loads(new_key("x", SCOPES, b"")[0].line())
    with pytest.raises(KeysDamaged) as caught:
        read_keys("\n" + json.dumps({**good, **change}))
    assert caught.value.line == 2


@pytest.mark.parametrize("text", ["{", "[]", "1", "null", "[" * 10_000], ids=lambda t: t[:5])
def test_what_is_no_object_is_no_key(text):
    with pytest.raises(KeysDamaged):
        read_keys(text)


def test_two_keys_of_one_prefix_are_refused():
    line = new_key("x", SCOPES, b"")[0].line()
    with pytest.raises(KeysDamaged):
        read_keys(f"{line}\n{line}")


def source(settings: Settings) -> KeySource:
    log = logging.getLogger("kaoping.test")
    return KeySource(lambda: configured(settings), settings.keys_file, log)


def test_a_key_that_is_taken_out_opens_nothing_from_then_on(tmp_path):
    file = tmp_path / "keys"
    one, token = new_key("one", SCOPES, b"")
    two, other = new_key("two", SCOPES, b"")
    env, third = new_key("three", SCOPES, b"")
    file.write_text(f"{one.line()}\n{two.line()}\n", encoding="utf-8")
    keys = source(Settings(keys_file=file, keys=env.line()))

    def opens() -> list[bool]:
        ring = keys.current()
        assert ring is not None
        return [ring.holder(one, TODAY) is not None for one in (token, other, third)]

    assert opens() == [True, True, True]
    file.write_text(f"{two.line()}\n", encoding="utf-8")
    assert opens() == [False, True, True]


@pytest.mark.parametrize("damage", ["{", None], ids=["damaged", "gone"])
def test_while_the_file_cannot_be_read_nobody_is_let_in(tmp_path, damage):
    file = tmp_path / "keys"
    one, token = new_key("one", SCOPES, b"")
    file.write_text(one.line(), encoding="utf-8")
    keys = source(Settings(keys_file=file))
    if damage is None:
        file.unlink()
    else:
        file.write_text(damage, encoding="utf-8")
    assert keys.current() is None
    file.write_text(one.line() + "\n", encoding="utf-8")
    ring = keys.current()
    assert ring is not None
    assert ring.holder(token, TODAY) == one


def test_without_keys_a_service_is_for_this_machine():
    ring, token = ring_for_this_machine(Settings())
    assert ring.holder(token, TODAY) is not None
    with pytest.raises(KeysNeeded):
        ring_for_this_machine(Settings(host="0.0.0.0"))


def test_kaoping_keys_adds_to_a_file_that_only_its_owner_reads(tmp_path, capsys):
    file = tmp_path / "keys"
    command = ["keys", "--name", "大数据局", "--file", str(file), "--format", "json"]
    with pytest.raises(SystemExit) as ended:
        main([*command, "--scope", "score", "--expires", "2027-12-31"])
    assert ended.value.code == 0
    with pytest.raises(SystemExit):
        main([*command, "--scope", "audit"])
    first, second = read_keys(file.read_text(encoding="utf-8"))
    told = json.loads(capsys.readouterr().out.partition("}\n{")[0] + "}")
    assert (first.name, first.scopes, first.expires) == ("大数据局", {"score"}, date(2027, 12, 31))
    assert second.scopes == {"audit"}
    assert Keyring([first], b"").holder(told["token"], TODAY) == first
    assert file.stat().st_mode & 0o077 == 0


def test_a_bucket_fills_again_and_never_beyond_its_size():
    now = [0.0]
    buckets = Buckets(2, 3, lambda: now[0])
    assert [buckets.wait("a") for _ in range(4)] == [0, 0, 0, 1]
    now[0] += 0.5
    assert [buckets.wait("a") for _ in range(2)] == [0, 1]
    now[0] += 1000
    assert [buckets.wait("a") for _ in range(4)] == [0, 0, 0, 1]


def test_buckets_do_not_grow_without_end():
    buckets = Buckets(1, 1, lambda: 0.0)
    for number in range(10_050):
        buckets.wait(str(number))
    assert len(buckets._left) == 10_000
