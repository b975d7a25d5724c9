"""The log tells where something went wrong and never about whom."""

from __future__ import annotations

import logging

import pytest

from enquiry_app.logging_setup import LOGGER, note_failure, start_logging, stop_logging

FAMILY_NAME = "Quillfeather"


@pytest.fixture
def folder(tmp_path):
    yield tmp_path
    stop_logging()


def logged(folder) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("app.log*")))


def failing(text: str) -> Exception:
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def test_only_what_is_marked_safe_is_written(folder):
    start_logging(folder)
    LOGGER.info("opened %s", FAMILY_NAME)
    logging.getLogger("enquiry_app.storage").error("row of %s", FAMILY_NAME)
    logging.getLogger("sqlalchemy").error("parameters %s", FAMILY_NAME)
    LOGGER.info("started", extra={"safe": True})
    assert [line.split(" ", 2)[2] for line in logged(folder).splitlines()] == ["INFO started"]


def test_an_error_leaves_its_kind_and_place_but_not_its_text(folder):
    note_failure(failing(f"{FAMILY_NAME} is not a date"), folder)
    assert "unexpected ValueError at test_logging.py:" in logged(folder)
    assert FAMILY_NAME not in logged(folder)


def test_an_error_attached_to_a_safe_record_is_taken_off(folder):
    start_logging(folder)
    LOGGER.error("could not save", exc_info=failing(FAMILY_NAME), extra={"safe": True})
    assert "could not save" in logged(folder)
    assert FAMILY_NAME not in logged(folder)


def test_the_log_stays_small_and_private(folder):
    start_logging(folder)
    for number in range(4000):
        LOGGER.info("step %d %s", number, "x" * 300, extra={"safe": True})
    files = sorted(folder.glob("app.log*"))
    assert [path.name for path in files] == ["app.log", "app.log.1", "app.log.2"]
    assert sum(path.stat().st_size for path in files) < 800 * 1024
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_the_log_of_a_shared_profile_is_the_groups(folder):
    folder.chmod(0o2770)
    note_failure(failing("x"), folder)
    assert (folder / "app.log").stat().st_mode & 0o777 in (0o660, 0o640)  # as far as the account's umask lets it


def test_nothing_is_made_where_there_is_no_profile_and_nothing_is_printed(folder, capfd):
    note_failure(failing(FAMILY_NAME), folder / "none")
    LOGGER.error("something")
    assert list(folder.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_a_log_that_cannot_be_written_is_no_second_fault(folder, capfd):
    (folder / "app.log").mkdir()
    note_failure(failing(FAMILY_NAME), folder)
    assert capfd.readouterr() == ("", "")
