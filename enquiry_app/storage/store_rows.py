"""Rows about the store itself: what it says of itself, its counters, secrets, stored definitions, agencies, people."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from enquiry_app.enquiry.records import Agency, Person, StoreInfo, Team
from enquiry_app.errors import NotFound
from enquiry_app.storage.tables import (
    AccountRow,
    AgencyRow,
    DefinitionRow,
    StoreInfoRow,
    StoreSecretRow,
    StoreStateRow,
    TeamRow,
    TombstoneRow,
    table_of,
)

_info = table_of(StoreInfoRow)
_state = table_of(StoreStateRow)
_secret = table_of(StoreSecretRow)
_agency = table_of(AgencyRow)
_account = table_of(AccountRow)
_team = table_of(TeamRow)
_definition = table_of(DefinitionRow)

NO_PERSON = "There is no such person in this store."


def read_info(connection: Connection) -> StoreInfo:
    """What the store says of itself."""
    row = connection.execute(select(_info)).one()
    return StoreInfo(row.id, row.kind, row.prefix, bool(row.practice), row.organisation, row.settings)


def put_info(connection: Connection, info: StoreInfo) -> None:
    """Write it. A practice marker stays set whatever is given."""
    marked = connection.execute(select(_info.c.practice)).scalar()
    values: dict[str, Any] = {
        "id": info.id,
        "kind": info.kind,
        "prefix": info.prefix,
        "practice": bool(marked) or info.practice,
        "organisation": info.organisation,
        "settings": dict(info.settings),
    }
    if marked is None:
        connection.execute(insert(_info), {"one": 1, **values})
        connection.execute(insert(_state), {"one": 1, "commits": 0, "references_given": 0})
    else:
        connection.execute(update(_info).values(values))


def count_commit(connection: Connection) -> int:
    """One more transaction; returns how many there were."""
    return int(connection.execute(_COUNT_COMMIT).scalar_one())


_COUNT_COMMIT = update(_state).values(commits=_state.c.commits + 1).returning(_state.c.commits)


def read_commits(connection: Connection) -> int:
    """How many transactions there were."""
    return int(connection.execute(select(_state.c.commits)).scalar_one())


def read_deleted(connection: Connection) -> tuple[str, ...]:
    """Ids of what was deleted, in order."""
    tombstone = table_of(TombstoneRow)
    return tuple(connection.execute(select(tombstone.c.subject_id).order_by(tombstone.c.commits)).scalars())


def next_reference_number(connection: Connection) -> int:
    """The next running number of this store, from 1; given once, whatever becomes of it after the commit."""
    query = update(_state).values(references_given=_state.c.references_given + 1).returning(_state.c.references_given)
    return int(connection.execute(query).scalar_one())


def read_secret(connection: Connection, name: str) -> bytes | None:
    """A secret kept inside the encrypted file."""
    return connection.execute(select(_secret.c.value).where(_secret.c.name == name)).scalar()


def put_secret(connection: Connection, name: str, value: bytes) -> None:
    """Write or replace it."""
    connection.execute(delete(_secret).where(_secret.c.name == name))
    connection.execute(insert(_secret), {"name": name, "value": value})


def put_definition(connection: Connection, kind: str, name: str, content: str) -> None:
    """Keep this version of a form or matrix; the same content again changes nothing."""
    hashed = hashlib.sha256(content.encode()).hexdigest()
    known = select(_definition.c.seq).where(
        _definition.c.kind == kind, _definition.c.name == name, _definition.c.sha256 == hashed
    )
    if connection.execute(known).first() is None:
        connection.execute(insert(_definition), {"kind": kind, "name": name, "sha256": hashed, "content": content})


def read_definition(connection: Connection, kind: str, name: str) -> str:
    """The canonical JSON kept last under this name. Raises NotFound."""
    query = (
        select(_definition.c.content)
        .where(_definition.c.kind == kind, _definition.c.name == name)
        .order_by(_definition.c.seq.desc())
        .limit(1)
    )
    content = connection.execute(query).scalar()
    if content is None:
        raise NotFound("The form or matrix version this enquiry was made with is not in this store.")
    return str(content)


def put_agency(connection: Connection, agency: Agency) -> None:
    """Add or change an agency."""
    values = {"name": agency.name, "kind": agency.kind}
    changed = connection.execute(update(_agency).where(_agency.c.id == agency.id).values(values))
    if not changed.rowcount:
        connection.execute(insert(_agency), {"id": agency.id, **values})


def read_agencies(connection: Connection) -> tuple[Agency, ...]:
    """All agencies by name."""
    rows = connection.execute(select(_agency).order_by(func.lower(_agency.c.name), _agency.c.seq))
    return tuple(Agency(row.id, row.name, row.kind) for row in rows)


def put_team(connection: Connection, team: Team) -> None:
    """Add or change a team."""
    values = {"agency_id": team.agency_id, "name": team.name, "closed_at": team.closed_at}
    changed = connection.execute(update(_team).where(_team.c.id == team.id).values(values))
    if not changed.rowcount:
        connection.execute(insert(_team), {"id": team.id, **values})


def read_teams(connection: Connection) -> tuple[Team, ...]:
    """All teams by name, also closed ones."""
    rows = connection.execute(select(_team).order_by(func.lower(_team.c.name), _team.c.seq))
    return tuple(Team(row.id, row.agency_id, row.name, row.closed_at) for row in rows)


_people = (
    select(_account, _agency.c.name.label("agency_name"), _team.c.name.label("team_name"))
    .join(_agency, _agency.c.id == _account.c.agency_id)
    .outerjoin(_team, _team.c.id == _account.c.team_id)
)


def read_person(connection: Connection, person_id: str) -> Person:
    """The person with this id. Raises NotFound."""
    row = connection.execute(_people.where(_account.c.id == person_id)).first()
    if row is None:
        raise NotFound(NO_PERSON)
    return _person(row)


def read_person_by_user_name(connection: Connection, user_name: str) -> Person | None:
    """The person who signs in with this name (any case), or None."""
    row = connection.execute(_people.where(_account.c.user_name == user_name.strip().lower())).first()
    return _person(row) if row else None


def standing_of(connection: Connection, person_id: str) -> Row[Any, Any, Any] | None:
    """Whether somebody may sign in, their role and agency: asked anew by each block of theirs."""
    return connection.execute(_STANDING, {"of": person_id}).first()


_STANDING = select(_account.c.active, _account.c.role, _account.c.agency_id).where(_account.c.id == bindparam("of"))


def read_people(connection: Connection) -> tuple[Person, ...]:
    """Everybody, also those disabled, by display name."""
    rows = connection.execute(_people.order_by(func.lower(_account.c.display_name), _account.c.seq))
    return tuple(_person(row) for row in rows)


def put_person(connection: Connection, person: Person) -> None:
    """Add or change a person; their public key stays as it is."""
    values = {
        "user_name": person.user_name.strip().lower(),
        "display_name": person.display_name,
        "job_title": person.job_title,
        "role": person.role,
        "agency_id": person.agency_id,
        "phone": person.phone,
        "email": person.email,
        "active": person.active,
        "team_id": person.team_id,
    }
    changed = connection.execute(update(_account).where(_account.c.id == person.id).values(values))
    if not changed.rowcount:
        connection.execute(insert(_account), {"id": person.id, "public_key": "", **values})


def put_public_key(connection: Connection, person_id: str, public_key: str) -> None:
    """Write the age recipient of a person."""
    changed = connection.execute(update(_account).where(_account.c.id == person_id).values(public_key=public_key))
    if not changed.rowcount:
        raise NotFound(NO_PERSON)


def read_public_keys(connection: Connection) -> tuple[str, ...]:
    """The age recipients of everybody who may sign in."""
    query = select(_account.c.public_key).where(_account.c.active.is_(True), _account.c.public_key != "")
    return tuple(connection.execute(query.order_by(_account.c.seq)).scalars())


def _person(row: Row[Any]) -> Person:
    return Person(
        id=row.id,
        user_name=row.user_name,
        display_name=row.display_name,
        job_title=row.job_title,
        role=row.role,
        agency_id=row.agency_id,
        agency_name=row.agency_name,
        phone=row.phone,
        email=row.email,
        active=bool(row.active),
        team_id=row.team_id,
        team_name=row.team_name or "",
    )
