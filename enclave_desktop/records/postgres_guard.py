"""What keeps a shared history append-only, whoever writes: each entry follows the last one and bears its writer's
name, none is removed, and of what it holds only the content of its lines may be emptied, while an erasure says so.

Grants keep most people from trying; these triggers hold for the owner too, who alone may carry over a history
that others wrote.
"""

from collections.abc import Iterator

from enclave_desktop.records.postgres_connecting import SCHEMA_NAME

_OWN_SIGHT = f"SET search_path = pg_catalog, {SCHEMA_NAME}, pg_temp"
"""Whoever writes chooses where names are looked for, and could lay a table or function of theirs before ours."""
_NEVER = "the history is never changed"
_CHAINED = ("number", "at", "account", "machine", "action", "counts", "previous", "digest")

_HISTORY = f"""
CREATE OR REPLACE FUNCTION history_guard() RETURNS trigger LANGUAGE plpgsql {_OWN_SIGHT} AS $$
DECLARE
    last_number integer;
    last_digest text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT number, digest INTO last_number, last_digest FROM history ORDER BY number DESC LIMIT 1;
        IF NEW.number <> coalesce(last_number, 0) + 1 OR NEW.previous <> coalesce(last_digest, repeat('0', 64)) THEN
            RAISE EXCEPTION 'an entry follows the last one' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.account <> session_user AND NOT
            (SELECT pg_has_role(session_user, relowner, 'MEMBER') FROM pg_class WHERE oid = TG_RELID) THEN
            RAISE EXCEPTION 'an entry bears the name of who writes it' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF ({", ".join(f"NEW.{column}" for column in _CHAINED)}) IS NOT DISTINCT FROM
           ({", ".join(f"OLD.{column}" for column in _CHAINED)})
           AND (SELECT erasing FROM history_head) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '{_NEVER}' USING ERRCODE = 'insufficient_privilege';
END $$
"""  # noqa: S608 - names of our own columns

_HEAD = f"""
CREATE OR REPLACE FUNCTION history_head_guard() RETURNS trigger LANGUAGE plpgsql {_OWN_SIGHT} AS $$
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        IF (TG_OP = 'INSERT' OR NEW.number >= OLD.number)
           AND EXISTS (SELECT FROM history WHERE number = NEW.number AND digest = NEW.digest) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '{_NEVER}' USING ERRCODE = 'insufficient_privilege';
END $$
"""

_CONTENT = f"""
CREATE OR REPLACE FUNCTION content_guard() RETURNS trigger LANGUAGE plpgsql {_OWN_SIGHT} AS $$
BEGIN
    IF NEW.sha256 = OLD.sha256 AND (
        encode(sha256(NEW.data), 'hex') = NEW.sha256
        OR (NEW.data = '' AND has_column_privilege(session_user, 'history_head', 'erasing', 'UPDATE'))
        OR (SELECT pg_has_role(session_user, relowner, 'MEMBER') FROM pg_class WHERE oid = TG_RELID)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a kept file stays as it came' USING ERRCODE = 'insufficient_privilege';
END $$
"""  # noqa: S608 - names of our own
"""One that is damaged may be put right, which only the same file does; who may erase may empty it."""


def statements() -> Iterator[str]:
    """To be run after the migrations; they may be run again."""
    for table, function in (("history", _HISTORY), ("history_head", _HEAD)):
        yield function
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_guard BEFORE INSERT OR UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {table}_guard()"
        )
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_stays BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_guard()"
        )
    yield _CONTENT
    yield (
        "CREATE OR REPLACE TRIGGER content_guard BEFORE UPDATE ON content"
        " FOR EACH ROW EXECUTE FUNCTION content_guard()"
    )
