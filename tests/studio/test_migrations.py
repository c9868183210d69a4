"""The version before this one works on the new tables while an upgrade replaces its processes."""

from django.db.migrations import AddField, CreateModel, DeleteModel, RemoveField, RenameField, RenameModel
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

# What existed before anybody had an installation to upgrade.
FIRST = {"studio": 8, "gallery": 3}


def test_no_migration_takes_away_what_the_version_before_needs() -> None:
    """It inserts without new columns and reads the old ones: a new column is nullable or has a default in the
    database, and what nobody uses any more is dropped one version later, by a migration named drop_…"""
    wrong = []
    for (app, name), migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items():
        if app not in FIRST or int(name[:4]) <= FIRST[app] or "drop_" in name:
            continue
        new = {each.name_lower for each in migration.operations if isinstance(each, CreateModel)}
        for each in migration.operations:
            if isinstance(each, AddField) and each.model_name_lower not in new:
                field = each.field
                if not (field.null or field.many_to_many or field.db_default is not NOT_PROVIDED):
                    wrong.append(
                        f"{app}.{name}: {each.model_name}.{each.name} has no default in the database"
                    )
            elif isinstance(each, RemoveField | RenameField | DeleteModel | RenameModel):
                wrong.append(f"{app}.{name}: {each.describe()}")
    assert wrong == []
