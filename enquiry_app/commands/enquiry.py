"""`enquiry new | read-form | send | list | show`: the main job without a screen, with the same permissions as on it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from enquiry_app.commands.shared import calling, common_options, emit, signed_in
from enquiry_app.errors import CaseError, NotReady

if TYPE_CHECKING:
    from enquiry_app.composition import Application
    from enquiry_app.enquiry.answers import Answers
    from enquiry_app.enquiry.records import Enquiry
    from enquiry_app.services.blank_forms import ReadForm
    from enquiry_app.services.confirming import Confirmation

ROWS = 200


@click.group("enquiry")
@common_options
def enquiry_group() -> None:
    """Write, send, list and show enquiries without a screen."""


@enquiry_group.command("new")
@common_options
@click.option("--answers", "file", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def new_command(ctx: click.Context, file: Path) -> None:
    """Start a draft with the answers of FILE.json (or a FHIR QuestionnaireResponse)."""
    with signed_in(ctx) as app:
        draft = app.drafting.start(_read_answers(app, file))
        emit(ctx, _row(draft.enquiry), f"Saved as a draft. Send it with: enquiry send {_name(draft.enquiry)}")


@enquiry_group.command("read-form")
@common_options
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--into-draft", is_flag=True, help="Put it into the draft it was made from, if that is still there.")
@click.pass_context
def read_form_command(ctx: click.Context, file: Path, into_draft: bool) -> None:
    """Start a draft from FILE, a filled form (PDF), or fill the one it was made from. What found no place is listed."""
    with signed_in(ctx) as app:
        try:
            content = file.read_bytes()
        except OSError:
            raise CaseError("The file cannot be read. Check its name, and that you may read it.") from None
        found = _into_its_draft(app, content) if into_draft else app.blank_forms.read(content)
        left = [{"where": each.where, "text": each.text, "why": each.why} for each in found.not_placed]
        data = {**_row(found.draft.enquiry), "placed": found.placed, "not_placed": left, "notice": found.words}
        data["ref"] = _name(found.draft.enquiry)
        lines = [f"Saved as the draft {data['ref']}: {found.placed} answers.", *filter(None, (found.words,))]
        lines += [f"Not placed: {each['where']}: {each['text']} ({each['why']})" for each in left]
        emit(ctx, data, "\n".join(lines))


def _into_its_draft(app: Application, content: bytes) -> ReadForm:
    draft = app.blank_forms.made_from(content)
    if draft is None:
        raise CaseError("The form was not made from a draft that is here. Read it without --into-draft.")
    return app.blank_forms.read_into(content, draft.id, draft.version)  # type: ignore[no-any-return]


@enquiry_group.command("send")
@common_options
@click.argument("ref")
@click.option("--urgent", is_flag=True, help="Ask for the minimum only; ring the Hub as well.")
@click.pass_context
def send_command(ctx: click.Context, ref: str, urgent: bool) -> None:
    """Send the enquiry REF (a draft's name such as D7)."""
    from enquiry_app.services.finding import find_enquiry

    with signed_in(ctx) as app:
        enquiry = find_enquiry(app.seat, ref)
        try:
            sent = app.submitting.send(enquiry.id, enquiry.version, urgent=urgent)
        except NotReady as refused:
            raise _with_problems(ctx, refused) from None
        page = sent.confirmation
        data = {**_row(sent.enquiry), "confirmation": _page(page), "document_missing": sent.document_missing}
        emit(ctx, data, _page_words(page))


@enquiry_group.command("list")
@common_options
@click.option("--text", default="", help="Name, reference or postcode.")
@click.pass_context
def list_command(ctx: click.Context, text: str) -> None:
    """List the enquiries you can open, newest first; for people of the Hub, the queue."""
    from enquiry_app.services.ports import QueueFilter

    with signed_in(ctx) as app:
        if app.may("see_queue"):
            rows: Sequence[Enquiry] = [row.enquiry for row in app.queue.page(QueueFilter(text=text), limit=ROWS).rows]
        else:
            rows = app.drafting.of_my_agency(text)
        lines = [f"{_name(e):<24}{_status(app, e):<34}{e.title}" for e in rows]
        emit(ctx, [_row(enquiry) for enquiry in rows], "\n".join(lines) or "There are no enquiries.")


@enquiry_group.command("show")
@common_options
@click.argument("ref")
@click.option("--fhir", is_flag=True, help="The answers as an HL7 FHIR R4 QuestionnaireResponse.")
@click.pass_context
def show_command(ctx: click.Context, ref: str, fhir: bool) -> None:
    """Show the enquiry REF with its answers. Opening it is noted in the audit trail."""
    with signed_in(ctx) as app:
        enquiry, answers, form = _open(app, ref)
        if fhir:
            from enquiry_app.exchange.fhir import questionnaire_response

            status = "completed" if enquiry.reference else "in-progress"
            response = questionnaire_response(
                form, answers, reference=enquiry.reference, authored=enquiry.sent_at, status=status
            )
            click.echo(json.dumps(response, ensure_ascii=False, indent=2))
            return
        from enquiry_app.enquiry.answers_json import answers_to_json

        data = {**_row(enquiry), "answers": answers_to_json(form, answers)}
        emit(ctx, data, "\n".join(_show_lines(app, enquiry, answers, form)))


def _open(app: Application, ref: str) -> tuple[Enquiry, Answers, Any]:
    """The enquiry as this person sees it: what was sent, or the draft."""
    from enquiry_app.services.finding import find_enquiry

    found = find_enquiry(app.seat, ref)
    if app.may("open_received", found):
        opened = app.queue.open(found.id)
        return opened.enquiry, opened.sent.answers, opened.form
    draft = app.drafting.open(found.id)
    return draft.enquiry, draft.answers, app.form


def _read_answers(app: Application, file: Path) -> Answers:
    from enquiry_app.enquiry.answers_json import answers_from_json

    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CaseError("There is no such answers file. Check its name.") from None
    except (OSError, UnicodeDecodeError):
        raise CaseError("The answers file cannot be read as UTF-8 text.") from None
    except (json.JSONDecodeError, RecursionError):
        raise CaseError("The answers file is not valid JSON.") from None
    if isinstance(data, dict) and data.get("resourceType") == "QuestionnaireResponse":
        from enquiry_app.exchange.fhir import answers_from_response

        return answers_from_response(app.form, data, app.matrix)
    return answers_from_json(app.form, app.matrix, data)


def _with_problems(ctx: click.Context, refused: NotReady) -> NotReady:
    """The refusal with what is missing in the same breath; with --json the problems as data too."""
    messages = [str(getattr(problem, "message", problem)).rstrip(".") for problem in refused.problems]
    if calling(ctx).as_json:
        click.echo(json.dumps({"error": refused.sentence, "problems": messages}, ensure_ascii=False, indent=2))
    return NotReady(" ".join([refused.sentence, *(f"{message}." for message in messages)]), refused.problems)


def _name(enquiry: Enquiry) -> str:
    from enquiry_app.services.finding import name_of

    return name_of(enquiry)


def _status(app: Application, enquiry: Enquiry) -> str:
    from enquiry_app.enquiry.statuses import status_words

    return status_words(enquiry.status, app.person.role)


def _row(enquiry: Enquiry) -> dict[str, Any]:
    return {
        "ref": _name(enquiry),
        "status": enquiry.status,
        "children": enquiry.title,
        "level": enquiry.level,
        "urgent": enquiry.urgent,
        "agency": enquiry.agency_name,
        "by": enquiry.owner_name,
        "sent_at": enquiry.sent_at.isoformat() if enquiry.sent_at else None,
        "received_at": enquiry.received_at.isoformat() if enquiry.received_at else None,
    }


def _page(page: Confirmation) -> dict[str, Any]:
    return {
        "reference": page.reference,
        "headline": page.headline,
        "steps": [{"text": step.text, "by": step.by} for step in page.steps],
        "hub": page.hub_open_words,
        "hub_phone": page.hub_phone,
        "out_of_hours_phone": page.out_of_hours_phone,
        "if_nothing_heard": page.if_nothing_heard,
        "handed_over": page.handed_over,
    }


def _page_words(page: Confirmation) -> str:
    steps = [f"- {step.text}{f' ({step.by})' if step.by else ''}" for step in page.steps]
    return "\n".join(
        [page.headline, f"Reference: {page.reference}", *steps, page.hub_open_words, page.if_nothing_heard]
    )


def _show_lines(app: Application, enquiry: Enquiry, answers: Answers, form: Any) -> list[str]:
    """Reference, status, then every top-level answer in the form's words."""
    from enquiry_app.enquiry.question_kinds import kind_of

    lines = [
        f"{_name(enquiry)}: {_status(app, enquiry)}",
        enquiry.title,
        f"{enquiry.owner_name}, {enquiry.agency_name}",
    ]
    for question in form.questions.values():
        value = answers.get(question.id)
        if value is not None and question.kind != "items":
            lines.append(f"{question.name}: {kind_of(question).show(form, question, value)}")
    return lines
