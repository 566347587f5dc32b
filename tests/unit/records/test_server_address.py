"""Addresses of shared records: written, read back, and refused where they would show or send a secret."""

from pathlib import Path

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.records.places import place_name, place_where, read_place
from enclave_desktop.records.postgres_connecting import _security
from enclave_desktop.records.server_address import ServerAddress

WRITTEN = [
    ("postgresql+psycopg://li@db.firm.cn/firm", ServerAddress("db.firm.cn", "firm", "li")),
    ("postgresql+psycopg://li@db.firm.cn:6432/firm", ServerAddress("db.firm.cn", "firm", "li", 6432)),
    ("postgresql+psycopg://li@[2001:db8::1]/firm", ServerAddress("2001:db8::1", "firm", "li")),
    (
        "postgresql+psycopg://li@/firm?host=/run/postgresql",
        ServerAddress("/run/postgresql", "firm", "li"),
    ),
    (
        "postgresql+psycopg://li@db/firm?sslrootcert=/etc/root%20one.crt",
        ServerAddress("db", "firm", "li", root_certificate=Path("/etc/root one.crt")),
    ),
    (
        "postgresql+psycopg://%E6%9D%8E%40a@db/%E4%BC%81%E4%B8%9A%2FA",
        ServerAddress("db", "企业/A", "李@a"),
    ),
]


@pytest.mark.parametrize(("written", "address"), WRITTEN)
def test_that_an_address_is_read_as_it_is_written(written, address):
    assert read_place(written) == address
    assert read_place(str(address)) == address


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "POSTGRESQL+PSYCOPG"])
def test_that_other_programs_ways_of_writing_it_are_known(scheme):
    assert read_place(f"{scheme}://li@db/firm") == ServerAddress("db", "firm", "li")


@pytest.mark.parametrize(
    "written", ["firm.enclave", "C:\\firm.enclave", "//share/firm.enclave", "postgres.enclave"]
)
def test_that_anything_else_is_a_file(written):
    assert read_place(written) == Path(written)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("postgresql+psycopg://li:geheim@db/firm", "不要写密码"),
        ("postgresql+psycopg://li@db/firm?password=geheim", "不要写密码"),
        ("postgresql+psycopg://li@db", "没有写数据库"),
        ("postgresql+psycopg:///", "没有写服务器、数据库、用户"),
        ("postgresql+psycopg://li@db:port/firm", "写法不对"),
        ("postgresql+asyncpg://li@db/firm", "写法不对"),
        ("postgresql+psycopg://li@db/firm?connect_timeout=1", "不认识的内容：connect_timeout"),
        *(
            (f"postgresql+psycopg://li@db/firm?sslmode={mode}", f"不能用 sslmode={mode}")
            for mode in ("disable", "allow", "prefer", "require", "verify-ca")
        ),
    ],
)
def test_that_what_will_not_do_is_refused_in_words(written, words):
    with pytest.raises(UserError, match=words) as caught:
        read_place(written)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("server", ["localhost", "127.0.0.1", "::1", "/run/postgresql"])
def test_that_what_stays_on_this_machine_may_be_plain(server):
    assert _security(ServerAddress(server, "firm", "li"))["sslmode"] == "prefer"


@pytest.mark.parametrize(
    "server", ["db", "10.0.0.1", "0.0.0.0", "192.168.1.5", "localhost.firm.cn", "128.0.0.1"]
)
def test_that_what_leaves_this_machine_is_encrypted_and_the_server_proves_its_name(server):
    assert _security(ServerAddress(server, "firm", "li"))["sslmode"] == "verify-full"


def test_that_people_see_a_short_name_and_where_it_lies():
    address = ServerAddress("db.firm.cn", "甲公司", "li")
    assert place_name(address) == "甲公司（db.firm.cn）"
    assert place_where(address) == "共享档案　db.firm.cn　用户 li"
    assert (place_name(Path("/a/甲.enclave")), place_where(Path("/a/甲.enclave"))) == ("甲", str(Path("/a")))
