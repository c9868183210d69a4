"""A project's webhooks: where its news go, and what became of them. For its owners."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.access import project_for, webhook_for
from studio.forms.webhook import WebhookForm
from studio.models import Role, Webhook
from studio.pipeline.webhooks import again as send_again
from studio.pipeline.webhooks import switch_on as turn_on
from studio.pipeline.webhooks import test as send_test
from studio.views.answers import SignedInRequest, signed_in

LOG = 50


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def webhooks(request: SignedInRequest, pk: int) -> HttpResponse:
    project = project_for(request.user, pk, Role.OWNER)
    form = WebhookForm(request.POST or None, project=project)
    if request.method == "POST" and form.is_valid():
        made = form.webhook()
        made.created_by = request.user
        made.save()
        return redirect("webhook", made.pk)
    context = {
        "project": project,
        "form": form,
        "webhooks": Webhook.objects.filter(project=project).order_by("pk"),
    }
    return render(request, "studio/webhooks.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def webhook(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its secret, and what was sent lately."""
    found = webhook_for(request.user, pk)
    deliveries = found.deliveries.order_by("-pk")[:LOG]
    context = {"webhook": found, "project": found.project, "deliveries": deliveries}
    return render(request, "studio/webhook.html", context)


@require_POST
@signed_in
def test(request: SignedInRequest, pk: int) -> HttpResponse:
    found = webhook_for(request.user, pk)
    send_test(found)
    messages.info(request, "A test is on its way.")
    return redirect("webhook", found.pk)


@require_POST
@signed_in
def switch_on(request: SignedInRequest, pk: int) -> HttpResponse:
    found = webhook_for(request.user, pk)
    turn_on(found)
    return redirect("webhook", found.pk)


@require_POST
@signed_in
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    found = webhook_for(request.user, pk)
    found.delete()
    messages.info(request, "The webhook is gone, and its log with it.")
    return redirect("webhooks", found.project_id)


@require_POST
@signed_in
def again(request: SignedInRequest, pk: int, delivery: int) -> HttpResponse:
    found = webhook_for(request.user, pk)
    send_again(get_object_or_404(found.deliveries, pk=delivery))
    messages.info(request, "It is sent again, under the same id.")
    return redirect("webhook", found.pk)
