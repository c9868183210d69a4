"""Every address of the studio."""

from django.contrib import admin
from django.urls import include, path

from gallery.views.explore import front
from studio.views import (
    backends,
    bundles,
    choose,
    compare,
    home,
    jobs,
    media,
    money,
    projects,
    references,
    tokens,
    variants,
    wall,
    webhooks,
)
from studio.views.live import live
from studio.views.welcome import welcome

urlpatterns = [
    path("", front, name="home"),
    path("", include("gallery.urls")),
    path("healthz", home.healthz, name="healthz"),
    path("welcome/<str:token>/", welcome, name="welcome"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    # projects
    path("projects/", projects.project_list, name="project-list"),
    path("projects/<int:pk>/", projects.project, name="project"),
    path("projects/<int:pk>/rename/", projects.rename, name="project-rename"),
    path("projects/<int:pk>/trash-project/", projects.trash, name="project-trash"),
    path("projects/<int:pk>/wall/", wall.wall, name="wall"),
    path("projects/<int:pk>/facets/", wall.facets, name="facets"),
    path("projects/<int:pk>/days/", wall.days, name="days"),
    path("projects/<int:pk>/matching/", wall.matching, name="matching"),
    path("projects/<int:pk>/choose/", choose.choose, name="choose"),
    path("projects/<int:pk>/views/", choose.view_create, name="view-create"),
    path("views/<int:pk>/delete/", choose.view_delete, name="view-delete"),
    path("boards/<int:pk>/delete/", choose.board_delete, name="board-delete"),
    path("projects/<int:pk>/zip/", bundles.create, name="bundle-create"),
    path("zips/<int:pk>/", bundles.bundle, name="bundle"),
    path("zips/<int:pk>/download/", bundles.download, name="bundle-download"),
    path("projects/<int:pk>/compare/", compare.compare, name="compare"),
    path("projects/<int:pk>/composer/", projects.composer, name="composer"),
    path("projects/<int:pk>/trash/", variants.trashed, name="trash"),
    # references
    path("projects/<int:pk>/references/", references.references, name="references"),
    path("projects/<int:pk>/references/add/", references.create, name="reference-create"),
    path("references/<int:pk>/trash/", references.trash, name="reference-trash"),
    # jobs and calls
    path("projects/<int:pk>/jobs/", jobs.create, name="job-create"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="job-cancel"),
    path("jobs/<int:pk>/retry/", jobs.retry, name="job-retry"),
    path("calls/<int:pk>/preview/", jobs.call_preview, name="call-preview"),
    path("calls/<int:pk>/retry/", jobs.call_retry, name="call-retry"),
    path("calls/<int:pk>/let-go/", jobs.call_let_go, name="call-let-go"),
    # variants
    path("variants/<int:pk>/", variants.variant, name="variant"),
    path("variants/<int:pk>/choose/", choose.panel, name="variant-choose"),
    path("variants/<int:pk>/against/<int:other>/", compare.difference, name="difference"),
    path("variants/<int:pk>/against/<int:other>/map/", compare.difference_map, name="difference-map"),
    path("variants/<int:pk>/tile/", variants.tile, name="variant-tile"),
    path("variants/<int:pk>/download/", variants.download, name="variant-download"),
    path("variants/<int:pk>/trash/", variants.trash, name="variant-trash"),
    path("variants/<int:pk>/restore/", variants.restore, name="variant-restore"),
    path("variants/<int:pk>/use/", variants.use, name="variant-use"),
    # backends
    path("backends/", backends.backend_list, name="backend-list"),
    path("backends/add/<str:whose>/", backends.choose, name="backend-choose"),
    path("backends/add/<str:whose>/<slug:kind>/", backends.add, name="backend-add"),
    path("backends/<int:pk>/", backends.account, name="backend"),
    path("backends/<int:pk>/key/", backends.set_key, name="backend-key"),
    path("backends/<int:pk>/switch/", backends.switch, name="backend-switch"),
    path("backends/<int:pk>/remove/", backends.remove, name="backend-remove"),
    path("backends/<int:pk>/test/", backends.test, name="backend-test"),
    path("backends/<int:pk>/tested/", backends.tested, name="backend-tested"),
    # money
    path("money/", money.money, name="money"),
    path("teams/<int:pk>/money/", money.team_money, name="team-money"),
    path("projects/<int:pk>/money/", money.project_money, name="project-money"),
    # edits, references, lineage and files
    path("", include("studio.refine_urls")),
    # bytes and events
    path("media/<int:image>/<str:spec>/", media.media, name="media"),
    path("live/projects/<int:pk>/", live, name="live"),
    # programs
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token-revoke"),
    path("projects/<int:pk>/webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:pk>/test/", webhooks.test, name="webhook-test"),
    path("webhooks/<int:pk>/switch-on/", webhooks.switch_on, name="webhook-switch-on"),
    path("webhooks/<int:pk>/remove/", webhooks.remove, name="webhook-remove"),
    path("webhooks/<int:pk>/deliveries/<int:delivery>/again/", webhooks.again, name="delivery-again"),
    path("", include("studio.api.urls")),
]
