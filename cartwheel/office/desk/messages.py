"""The outbox: what was written to whom, whether it left, and sending it again."""

from io import BytesIO
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import messages as notes
from django.db.models import Model, Q, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cartwheel.domain.mailer import permissions
from cartwheel.domain.mailer.models import Message, Regarding
from cartwheel.domain.mailer.operations import resend
from cartwheel.domain.mailer.queries import messages, messages_of
from cartwheel.kernel.refusals import Refused
from cartwheel.office.history.links import page_of
from cartwheel.office.history.timeline import timeline
from cartwheel.office.views import OfficeView
from cartwheel.ui.lists import Column, ListPage, Tab

State = Message.State
STATES: dict[str, tuple[Any, str]] = {
    State.QUEUED: (_("On its way"), "info"),
    State.SENT: (_("Sent"), "good"),
    State.FAILED: (_("Failed"), "danger"),
    State.KEPT: (_("Not sent"), "warn"),
}


def message_url(message: Message) -> str:
    return reverse("office:message", args=[message.account.slug, message.pk])


class MessageList(ListPage):
    name = "messages"
    title = _("Messages")
    search_label = _("Recipient or title")
    default_sort = "-created_at"
    empty_icon = "mail"
    empty_text = _("Nothing has been written yet.")
    tabs = (
        Tab("all", _("All")),
        Tab("unsent", _("Not sent"), ~Q(state=State.SENT)),
        Tab("failed", _("Failed"), Q(state=State.FAILED)),
    )
    columns = (
        Column("created_at", _("Written"), kind="moment", sort="created_at", priority=2),
        Column("title", _("Title"), strong=True, link=message_url),
        Column("to", _("To"), priority=2),
        Column("to_name", _("Name"), priority=3),
        Column(
            "state",
            _("State"),
            cell="office/desk/_state.html",
            export=lambda message: str(STATES[message.state][0]),
        ),
        Column("sent_at", _("Sent at"), kind="moment", shown=False, priority=4),
        Column("problem", _("Reason"), shown=False, priority=4),
    )

    def search(self, queryset: QuerySet[Message], text: str) -> QuerySet[Message]:
        return queryset.filter(
            Q(to__icontains=text) | Q(to_name__icontains=text) | Q(title__icontains=text)
        )

    def prepare(self, rows: list[Any]) -> list[Any]:
        return with_states(rows, self.actor.account)


def with_states(rows: list[Any], account: Any) -> list[Any]:
    """The messages, each with its state in a word and in a tone."""
    for row in rows:
        row.account = account
        row.state_label, row.state_tone = STATES[row.state]
    return rows


def messages_for(record: Model, limit: int = 20) -> list[Any]:
    """What was written about ``record``, for ``office/desk/messages_of.html``."""
    return with_states(list(messages_of(record)[:limit]), record.account)  # type: ignore[attr-defined]


class Messages(OfficeView):
    permission = permissions.READ

    def get(self, request: Any) -> HttpResponse:
        rows = messages(request.account).defer("text", "html")
        page = MessageList(rows, request.GET, request.actor, path=request.path)
        page.export_urls = {
            "csv": self.to("export", page.name, "csv"),
            "xlsx": self.to("export", page.name, "xlsx"),
        }
        return self.render("office/desk/messages.html#list", list=page)


class _OneMessage(OfficeView, abstract=True):
    permission = permissions.READ

    def message(self, pk: int) -> Any:
        found = messages(self.request.account).filter(pk=pk).first()
        if found is None:
            raise self.no_such()
        found.account = self.request.account
        return found


class MessagePage(_OneMessage):
    def get(self, request: Any, message: int) -> HttpResponse:
        found = self.message(message)
        with_states([found], request.account)
        return self.render(
            "office/desk/message.html",
            message=found,
            about=self.about(found),
            attachments=found.attachments.defer("content"),
            history=timeline(found),
            may_send=settings.MAIL_SERVER and request.actor.can(permissions.RESEND),
            send_label=_t("Send again") if found.state == State.SENT else _t("Send now"),
        )

    def about(self, message: Message) -> list[tuple[str, str, str]]:
        """The records it is about: what each is, its name and its address."""
        return [self._named(each) for each in message.regarding.all()]

    def _named(self, each: Regarding) -> tuple[str, str, str]:
        model = apps.get_model(each.kind)
        record = model._default_manager.filter(pk=each.record_id).first()
        url = page_of(each.kind, each.record_id, self.request.actor)
        return capfirst(str(model._meta.verbose_name)), str(record or ""), url


class Preview(_OneMessage):
    """The message as the mailbox shows it, in a frame that can do nothing at all."""

    POLICY = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'self'; sandbox"
    )

    def get(self, request: Any, message: int) -> HttpResponse:
        found = self.message(message)
        if found.secret or not found.html:
            raise Http404
        return HttpResponse(
            found.letter,
            headers={
                "Content-Security-Policy": self.POLICY,
                "Cache-Control": "no-store",
                "Referrer-Policy": "no-referrer",
            },
        )


class AttachedFile(_OneMessage):
    """A file that went with the message, to be saved: never to be run as a page of this site."""

    def get(self, request: Any, message: int, attachment: int) -> FileResponse:
        found = self.message(message)
        file = found.attachments.filter(pk=attachment).first()
        if file is None or found.secret:
            raise self.no_such()
        response = FileResponse(BytesIO(file.content), as_attachment=True, filename=file.name)
        response["Content-Type"] = file.content_type
        response["Cache-Control"] = "no-store"
        return response


class Sending(_OneMessage):
    """Send it now, or once more."""

    change_permission = permissions.RESEND

    def post(self, request: Any, message: int) -> HttpResponse:
        try:
            going = resend(self.message(message), by=request.actor)
        except Refused as refusal:
            notes.error(request, str(refusal))
            return self.go("message", message)
        notes.success(request, _t("On its way to %s.") % going.to)
        return self.go("message", going.pk)
