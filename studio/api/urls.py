"""Addresses of the API: our own under /api/v1/, and the pair that speaks OpenAI's wire under /v1/."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from studio.api.app import api
from studio.api.docs import docs
from studio.api.openai import views as openai
from studio.api.problems import Problem, as_response


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    return as_response(Problem(404, "There is no such address in this API; /api/v1/docs lists them."))


urlpatterns = [
    path("api/v1/docs", docs, name="api-docs"),
    path("api/v1/", api.urls),
    re_path(r"^api/", nothing, name="api-nothing"),
    path("v1/images/generations", openai.generations, name="openai-generations"),
    path("v1/images/edits", openai.edits, name="openai-edits"),
    path("v1/models", openai.models, name="openai-models"),
    path("v1/files/<str:signed>", openai.file, name="openai-file"),
    re_path(r"^v1/", openai.nothing, name="openai-nothing"),
]
