"""Who may what with a shared record, said by the program and held by the database; tried on a real server."""

from contextlib import closing
from datetime import date

import psycopg
import pytest

from enclave_desktop.dossier.frozen import freeze
from enclave_desktop.errors import UserError
from enclave_desktop.records.again import ContendedError
from enclave_desktop.records.contents import digest
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.postgres_errors import ConnectionLost, NoRight, PasswordWanted
from enclave_desktop.records.postgres_sharing import member_statement, share
from enclave_desktop.records.record import Record
from enclave_desktop.records.rights import Rights
from enclave_desktop.records.server_address import ServerAddress
from enclave_desktop.records.server_password import ServerPassword
from tests.postgres_server import OWNER, PASSWORD, running
from tests.unit.records.filled import EVERYTHING, adding, change, removing
from tests.unit.rows import OTHER_NUMBER, TODAY, confirmation, dossier, evidence, expense, firm, person

READER, CLERK, APPROVER = "读者", "录入员", "审核员"


@pytest.fixture(scope="module")
def shared(postgres):
    """A filled record with a person of each role."""
    database = postgres.new_database("企业 A")
    address = postgres.address(database)
    share(address)
    with Record.open(address) as record:
        change(record, adding(*EVERYTHING))
    for name, role in ((READER, "reader"), (CLERK, "clerk"), (APPROVER, "approver")):
        postgres.new_person(name, f"{database}_{role}")
    yield postgres
    postgres.drop_database(database)


def as_(server, name):
    return server.address("企业 A", name)


def run(server, name, statement):
    """By hand, around the program."""
    address = as_(server, name)
    with closing(
        psycopg.connect(
            host=address.server,
            port=address.port,
            dbname=address.database,
            user=name,
            options="-c search_path=enclave_desktop",
        )
    ) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    ("name", "rights"),
    [(READER, Rights.READS), (CLERK, Rights.WRITES), (APPROVER, Rights.APPROVES), (OWNER, Rights.OWNS)],
)
def test_that_the_program_knows_what_one_may(shared, name, rights):
    with Record.open(as_(shared, name)) as record:
        assert record.rights is rights
        assert len(record.dossier(TODAY).people) == 1


def test_that_a_reader_is_refused_in_words(shared):
    with Record.open(as_(shared, READER)) as record, pytest.raises(NoRight, match="不允许您的用户做这一步"):
        change(record, adding(person(id_number=OTHER_NUMBER)))


def test_that_a_clerk_writes_rows_and_files_under_their_own_name(shared):
    new = expense(voucher="记-77")
    with Record.open(as_(shared, CLERK)) as record:
        change(record, adding(new))
        assert new in record.dossier(TODAY).expenses
        with record._store.snapshot() as rows:
            ((account,),) = rows("SELECT account FROM history ORDER BY number DESC LIMIT 1")
        assert account == CLERK
        change(record, removing(new))


def test_that_only_an_approver_answers_assumptions(shared):
    answer = confirmation(measure="yc", assumption="of-clerk")
    with Record.open(as_(shared, CLERK)) as record, pytest.raises(NoRight):
        change(record, adding(answer))
    with Record.open(as_(shared, APPROVER)) as record:
        change(record, adding(answer))
        change(record, removing(answer))


TRIED = {
    "add a person": "INSERT INTO person (name, id_number) VALUES ('甲', '9')",
    "change pay": "UPDATE contract SET salary = 1",
    "remove": "DELETE FROM evidence",
    "answer": "UPDATE confirmation SET answer = '确认', instead = NULL",
    "change history": "UPDATE history SET account = '别人'",
    "empty history": "UPDATE history SET rows = ''",
    "remove history": "DELETE FROM history",
    "clear history": "TRUNCATE history",
    "put the head back": "UPDATE history_head SET number = 1",
    "erase": "UPDATE history_head SET erasing = true",
    "remove the head": "DELETE FROM history_head",
    "another's name": "INSERT INTO history SELECT number + 1, at, '别人', machine, action, counts, salts, rows, digest,"
    " digest FROM history ORDER BY number DESC LIMIT 1",
    "a gap": f"INSERT INTO history SELECT number + 2, at, '{CLERK}', machine, action, counts, salts, rows, digest,"
    " digest FROM history ORDER BY number DESC LIMIT 1",
    "change a kept file": "UPDATE content SET data = 'x'",
    "remove a packet": "DELETE FROM packet",
    "drop": "DROP TABLE person",
    "grant": f'GRANT "企业 A_approver" TO {CLERK}',
    "disable the guard": "ALTER TABLE history DISABLE TRIGGER ALL",
    "pretend a schema": "UPDATE alembic_version SET version_num = '9999'",
}
MAY = {
    READER: set(),
    CLERK: {"add a person", "change pay", "remove"},
    APPROVER: {"add a person", "change pay", "remove", "answer"},
}


@pytest.mark.parametrize("name", [READER, CLERK, APPROVER])
def test_that_the_database_refuses_by_itself_what_a_role_may_not(shared, name):
    done = set()
    for what, statement in TRIED.items():
        if what == "erase" and name == APPROVER:
            continue
        try:
            run(shared, name, f"BEGIN; {statement}; ROLLBACK")
        except psycopg.errors.InsufficientPrivilege:
            continue
        except psycopg.errors.RestrictViolation:
            assert what == "a gap"
            continue
        done.add(what)
    assert done == MAY[name]


def test_that_history_is_append_only_for_the_owner_too(shared):
    for what in ("change history", "empty history", "remove history", "clear history", "put the head back"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="the history is never changed"):
            run(shared, OWNER, TRIED[what])


def test_that_somebody_without_a_role_sees_nothing(shared):
    shared.new_person("路人")
    with pytest.raises(NoRight):
        Record.open(as_(shared, "路人"))


def test_that_sharing_again_takes_back_what_was_granted_besides(shared):
    with shared.superuser("企业 A") as connection:
        connection.execute('GRANT DELETE ON enclave_desktop.person TO "企业 A_reader"')
    again = share(as_(shared, OWNER))
    assert again.was > 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(shared, READER, "DELETE FROM person")


def test_that_names_are_quoted_in_what_is_to_be_typed():
    assert member_statement('a"b_clerk', "李 四") == 'GRANT "a""b_clerk" TO "李 四";'


def test_that_an_owner_who_may_make_no_roles_is_told_which_are_missing(postgres):
    postgres.new_person("poor")
    with postgres.superuser() as connection:
        connection.execute("CREATE DATABASE poorly OWNER poor")
    done = share(postgres.address("poorly", "poor"))
    assert done.missing == ("poorly_reader", "poorly_clerk", "poorly_approver")
    with Record.open(postgres.address("poorly", "poor")) as record:
        change(record, adding(firm()))
    postgres.drop_database("poorly")


def test_that_an_empty_database_is_no_record_yet(postgres):
    address = postgres.address(postgres.new_database())
    with pytest.raises(UserError, match="还没有档案") as caught:
        Record.open(address)
    assert "enclave-desktop share" in str(caught.value)


def test_that_a_record_is_not_made_twice(postgres):
    address = postgres.address(postgres.new_database())
    Record.create(address).close()
    with pytest.raises(UserError, match="已有档案"):
        Record.create(address)


def test_that_a_record_of_a_newer_program_is_left_alone(postgres):
    name = postgres.new_database()
    address = postgres.address(name)
    Record.create(address).close()
    with postgres.superuser(name) as connection:
        connection.execute("UPDATE enclave_desktop.alembic_version SET version_num = '9999'")
    for opening in (lambda: Record.open(address), lambda: share(address)):
        with pytest.raises(UserError, match="更新的程序"):
            opening()


def test_that_letters_a_database_cannot_keep_are_refused(postgres):
    with postgres.superuser() as connection:
        connection.execute(
            "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0 OWNER owner"
        )
    with pytest.raises(UserError, match="编码是 LATIN1"):
        Record.create(postgres.address("latin"))
    postgres.drop_database("latin")


def test_that_a_letter_without_a_meaning_is_refused_in_words(postgres):
    with Record.create(postgres.address(postgres.new_database())) as record:
        with pytest.raises(UserError, match="控制字符"):
            change(record, adding(firm(phone="0951\0")))
        assert record.dossier(TODAY) == dossier()


def test_that_a_lost_connection_saves_nothing_and_the_next_change_is_saved(postgres):
    name = postgres.new_database()
    with Record.create(postgres.address(name)) as record:
        with pytest.raises(ConnectionLost), record.transaction() as transaction:  # noqa: PT012
            transaction.apply(adding(firm()))
            postgres.end_connections(name)
            transaction.apply(adding(person()))
        assert record.dossier(TODAY) == dossier()
        change(record, adding(firm()))
        postgres.end_connections(name)
        change(record, adding(person()))
        assert len(record.dossier(TODAY).people) == 1


def test_that_whoever_waits_too_long_for_another_is_told(postgres, monkeypatch):
    from enclave_desktop.records import postgres_connecting

    monkeypatch.setitem(postgres_connecting._SESSION, "lock_timeout", "200ms")
    address = postgres.address(postgres.new_database())
    with Record.create(address) as one, Record.open(address) as other:
        with one.transaction() as transaction:
            transaction.apply(adding(firm()))
            with pytest.raises(ContendedError, match="正被别人写入"):
                change(other, adding(person()))
        change(other, adding(person()))


# Off this machine: 0.0.0.0 leads to it, but counts as another.


def elsewhere(server, database, **more):
    kept = {"root_certificate": server.folder / "server.crt"} | more
    return ServerAddress("0.0.0.0", database, OWNER, server.port, **kept)  # an address to connect to


RIGHT = ServerPassword(PASSWORD)


def test_that_a_server_elsewhere_is_talked_to_over_tls(tls_postgres):
    address = elsewhere(tls_postgres, tls_postgres.new_database())
    with Record.create(address, key=RIGHT) as record:
        change(record, adding(firm()))
        with record._store.snapshot() as rows:
            assert rows("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == [(True,)]
        with record.transaction(Origin(Action.TYPED, "x")) as transaction:
            encrypted = transaction._connection.exec_driver_sql(
                "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            ).scalar()
    assert encrypted is True


def test_that_a_server_elsewhere_that_nobody_vouches_for_is_not_talked_to(tls_postgres):
    with pytest.raises(UserError, match="证书没有通过核对"):
        Record.open(elsewhere(tls_postgres, "postgres", root_certificate=None), key=RIGHT)


def test_that_a_missing_root_certificate_is_said(tls_postgres, tmp_path):
    with pytest.raises(UserError, match="根证书文件不存在"):
        Record.open(elsewhere(tls_postgres, "postgres", root_certificate=tmp_path / "no.crt"), key=RIGHT)


def test_that_a_server_that_proves_another_name_is_not_talked_to(tls_postgres):
    address = ServerAddress(
        "127.0.0.1", "postgres", OWNER, tls_postgres.port, tls_postgres.folder / "server.crt"
    )
    with pytest.raises(UserError, match="证书没有通过核对"):
        Record.open(address, key=RIGHT)


def test_that_a_server_elsewhere_without_tls_is_not_talked_to():
    refused = pytest.raises(UserError, match="不加密连接，没有连接，也没有发送密码")
    with running(tcp=True, tls=False) as plain, refused:
        Record.open(elsewhere(plain, "postgres", root_certificate=None), key=RIGHT)


@pytest.mark.parametrize("key", [None, ServerPassword("wrong horse")])
def test_that_without_the_right_password_it_is_asked_for(tls_postgres, key):
    with pytest.raises(PasswordWanted) as caught:
        Record.open(tls_postgres.address("postgres"), key=key)
    assert "horse" not in str(caught.value)


def test_that_a_database_that_is_not_there_is_said(tls_postgres):
    with pytest.raises(UserError, match="没有这个数据库"):
        Record.open(tls_postgres.address("nothing"), key=RIGHT)


def test_that_a_server_that_is_not_there_is_said():
    with pytest.raises(ConnectionLost, match="连不上"):
        Record.open(ServerAddress("localhost", "x", "y", 1))


def test_that_the_password_is_shown_nowhere(tls_postgres):
    address = tls_postgres.address(tls_postgres.new_database())
    with Record.create(address, key=RIGHT) as record:
        shown = (repr(RIGHT), str(address), repr(record.place), repr(record._store.engine.url))
    assert not any(PASSWORD in words for words in shown)
    assert record.place.user == OWNER


def test_that_days_money_and_areas_are_read_back_to_the_letter(postgres):
    from decimal import Decimal

    from tests.unit.rows import centre

    large = centre(floor_area=Decimal("9999999999999.99"), founded_on=date(1900, 1, 1))
    with Record.create(postgres.address(postgres.new_database())) as record:
        change(record, adding(large))
        assert repr(record.dossier(TODAY).enclaves) == repr((large,))


def test_that_every_table_has_been_thought_of():
    from enclave_desktop.records.postgres_roles import _GRANTS
    from enclave_desktop.records.tables import metadata

    granted = {table for grants in _GRANTS.values() for _, tables in grants for table in tables}
    assert granted == set(metadata.tables)


def test_that_an_approver_erases_a_person_and_a_clerk_does_not(postgres, shared):
    from enclave_desktop.records.history_verify import check_chain

    her = person(id_number=OTHER_NUMBER, name="欧阳示例")
    scan = b"%PDF her card" * 100
    proof = evidence(number="e9", kind="身份证件", person=OTHER_NUMBER, content=digest(scan))
    with Record.open(as_(shared, CLERK)) as record:
        with record.transaction() as transaction:
            transaction.keep([scan])
            transaction.apply(adding(her, proof))
            frozen = freeze(transaction.dossier(TODAY))
            transaction.freeze(
                number="2025-009",
                made_at="2025-06-30T09:00",
                programme="x",
                manifest={
                    "subjects": [OTHER_NUMBER],
                    "names": [her.name],
                    "dossier": digest(frozen),
                    "evidence": [],
                },
                parts=[frozen],
                pdf=b"%PDF",
                named=[digest(scan)],
            )
        with pytest.raises(NoRight):
            record.erase(OTHER_NUMBER, "本人申请", TODAY, {})
        assert her in record.dossier(TODAY).people
    with Record.open(as_(shared, APPROVER)) as record:
        record.erase(OTHER_NUMBER, "本人申请", TODAY, {})
        assert her not in record.dossier(TODAY).people
        assert record.read(lambda rows: check_chain(rows, lambda *_: None)).erased > 0
        with pytest.raises(UserError):
            record.content(digest(scan))
