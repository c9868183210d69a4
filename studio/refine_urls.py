"""The addresses of the refine loop: edits, versions of references, lineage, files."""

from django.urls import path

from studio.views import edits, files, reference, transfers, tree

urlpatterns = [
    # edits
    path("variants/<int:pk>/edit/", edits.edit, name="variant-edit"),
    path("variants/<int:pk>/edited/", edits.edited, name="variant-edited"),
    path("variants/<int:pk>/select/", edits.select, name="variant-select"),
    path("variants/<int:pk>/lay-back/", edits.lay_back, name="variant-lay-back"),
    path("variants/<int:pk>/as-it-came/", edits.as_it_came, name="variant-as-it-came"),
    # references
    path("projects/<int:pk>/references/fetch/", reference.fetch, name="reference-fetch"),
    path("references/<int:pk>/", reference.reference, name="reference"),
    path("references/<int:pk>/role/", reference.role, name="reference-role"),
    path("references/<int:pk>/version/", reference.version, name="reference-version"),
    path("references/<int:pk>/rerun/", reference.rerun, name="reference-rerun"),
    # lineage
    path("projects/<int:pk>/tree/", tree.tree, name="tree"),
    path("projects/<int:pk>/common/", tree.common, name="common"),
    path("variants/<int:pk>/branch/", tree.branch, name="variant-branch"),
    # files
    path("variants/<int:pk>/save/", files.save_as, name="variant-save"),
    path("projects/<int:pk>/recipe/", files.recipe_from, name="recipe-from"),
    path("projects/<int:pk>/transfer/", transfers.transfer, name="transfer"),
    path("transfers/", transfers.incoming, name="transfer-incoming"),
    path("transfers/<int:pk>/file/", transfers.download, name="transfer-file"),
]
