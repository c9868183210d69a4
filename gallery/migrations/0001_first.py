import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import pgvector.django.vector
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models
from pgvector.django import VectorExtension


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("studio", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        VectorExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name="Blocked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fingerprint",
                    models.BigIntegerField(unique=True, verbose_name="studio.images.fingerprint"),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="DoomedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, verbose_name="name in the storage")),
            ],
        ),
        migrations.CreateModel(
            name="Ban",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gallery_ban",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="collections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "name"), name="one_collection_per_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Creation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "Being checked"),
                            ("public", "Public"),
                            ("held", "Held for the moderators"),
                            ("hidden", "Hidden by the moderators"),
                            ("unpublished", "Unpublished by its author"),
                            ("taken_down", "Taken down"),
                        ],
                        default="checking",
                        max_length=12,
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="why it is in this state, for its author"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "alt",
                    models.CharField(
                        max_length=600, verbose_name="what is to be seen, for those who do not see it"
                    ),
                ),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), blank=True, default=list, size=None
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("illustration", "Illustration"),
                            ("product", "Product and try-on"),
                            ("concept", "Concept and exploration"),
                            ("teaching", "Teaching and diagrams"),
                            ("campaign", "Campaign and series"),
                        ],
                        default="illustration",
                        max_length=12,
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("cc-by", "CC BY 4.0: with credit, for anything"),
                            ("cc-by-nc", "CC BY-NC 4.0: with credit, not for money"),
                            ("cc0", "CC0: for anything, without conditions"),
                            ("reserved", "All rights reserved"),
                        ],
                        default="cc-by",
                        max_length=10,
                    ),
                ),
                ("mature", models.BooleanField(default=False, verbose_name="for adults")),
                ("remix_allowed", models.BooleanField(default=True)),
                (
                    "shows",
                    models.CharField(
                        choices=[
                            ("all", "The whole prompt"),
                            ("fields", "Some of its fields"),
                            ("nothing", "Nothing of it"),
                        ],
                        default="all",
                        max_length=8,
                    ),
                ),
                (
                    "prompt_text",
                    models.TextField(blank=True, verbose_name="the public part of the prompt, in words"),
                ),
                (
                    "prompt_document",
                    models.TextField(
                        blank=True, verbose_name="the public part of a structured prompt, as JSON text"
                    ),
                ),
                ("backend", models.CharField(max_length=40, verbose_name="alias of the backend")),
                (
                    "model",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="the backend's name for its model"
                    ),
                ),
                ("width", models.PositiveIntegerField(verbose_name="width in px")),
                ("height", models.PositiveIntegerField(verbose_name="height in px")),
                (
                    "aspect",
                    models.CharField(max_length=12, verbose_name="nearest short name of the shape, 3:4"),
                ),
                ("thumbhash", models.CharField(blank=True, max_length=64)),
                (
                    "credit",
                    models.CharField(
                        blank=True,
                        max_length=260,
                        verbose_name="what it is a remix of, as it was called when taken",
                    ),
                ),
                ("loves", models.PositiveIntegerField(default=0)),
                (
                    "loves_week",
                    models.PositiveIntegerField(default=0, verbose_name="loves of the last seven days"),
                ),
                (
                    "loves_month",
                    models.PositiveIntegerField(default=0, verbose_name="loves of the last thirty days"),
                ),
                ("collects", models.PositiveIntegerField(default=0)),
                ("remixes", models.PositiveIntegerField(default=0, verbose_name="public remixes")),
                ("reports", models.PositiveIntegerField(default=0, verbose_name="open reports that count")),
                ("rising", models.FloatField(default=0, verbose_name="loves and freshness in one number")),
                (
                    "fingerprint",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="studio.images.fingerprint of the picture"
                    ),
                ),
                (
                    "mature_score",
                    models.FloatField(blank=True, null=True, verbose_name="the classifier's, 0 to 1"),
                ),
                ("text_vector", pgvector.django.vector.VectorField(blank=True, dimensions=384, null=True)),
                (
                    "picture_vector",
                    pgvector.django.vector.VectorField(blank=True, dimensions=1280, null=True),
                ),
                (
                    "heading",
                    models.CharField(
                        blank=True, max_length=600, verbose_name="title and tags, folded for searching"
                    ),
                ),
                (
                    "prose",
                    models.TextField(
                        blank=True, verbose_name="alternative text and public prompt, folded for searching"
                    ),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.SearchVector(
                                "heading", config="english", weight="A"
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                "prose", config="english", weight="B"
                            ),
                            django.contrib.postgres.search.SearchConfig("english"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="became public, at last"),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "check_after",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="the next try of its check",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="creations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "remix_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="remix_creations",
                        to="gallery.creation",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="creations",
                        to="studio.variant",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "public")),
                        fields=["-published_at", "-id"],
                        name="creation_newest",
                    ),
                    models.Index(
                        condition=models.Q(("state", "public")),
                        fields=["-rising", "-id"],
                        name="creation_rising",
                    ),
                    models.Index(
                        condition=models.Q(("state", "public")),
                        fields=["-loves", "-id"],
                        name="creation_loved",
                    ),
                    models.Index(
                        condition=models.Q(("state", "public"), ("loves_week__gt", 0)),
                        fields=["-loves_week", "-id"],
                        name="creation_loved_week",
                    ),
                    models.Index(
                        condition=models.Q(("state", "public"), ("loves_month__gt", 0)),
                        fields=["-loves_month", "-id"],
                        name="creation_loved_month",
                    ),
                    models.Index(
                        condition=models.Q(("state", "public")),
                        fields=["backend", "-published_at", "-id"],
                        name="creation_backend",
                    ),
                    models.Index(
                        condition=models.Q(("state", "public")),
                        fields=["aspect", "-published_at", "-id"],
                        name="creation_aspect",
                    ),
                    models.Index(
                        condition=models.Q(("state", "public")),
                        fields=["use", "-published_at", "-id"],
                        name="creation_use",
                    ),
                    models.Index(
                        condition=models.Q(("state", "public")),
                        fields=["author", "-published_at", "-id"],
                        name="creation_author",
                    ),
                    models.Index(
                        condition=models.Q(("state", "public")),
                        fields=["remix_of", "-published_at"],
                        name="creation_remixes",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("state", "public")), fields=["tags"], name="creation_tags"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("state", "public")), fields=["search"], name="creation_search"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("state", "public")),
                        fields=["heading"],
                        name="creation_spelling",
                        opclasses=["gin_trgm_ops"],
                    ),
                    models.Index(
                        condition=models.Q(("state", "checking")),
                        fields=["check_after"],
                        name="creation_to_check",
                    ),
                    models.Index(
                        condition=models.Q(("state", "held")), fields=["created_at"], name="creation_held"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["checking", "public", "held", "hidden"])),
                        fields=("variant",),
                        name="one_live_creation_per_variant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "public"), _negated=True),
                            models.Q(("checked_at__isnull", False), ("published_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="public_only_when_checked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Collected",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="gallery.collection",
                    ),
                ),
                (
                    "creation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="collected",
                        to="gallery.creation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("collection", "creation"), name="collected_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=1000)),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "creation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appeal",
                        to="gallery.creation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CreationFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("spec", models.CharField(max_length=16)),
                ("key", models.CharField(max_length=200, unique=True, verbose_name="name in the storage")),
                ("width", models.PositiveIntegerField(verbose_name="width in px")),
                ("height", models.PositiveIntegerField(verbose_name="height in px")),
                ("size_bytes", models.PositiveBigIntegerField()),
                (
                    "creation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="gallery.creation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("creation", "spec"), name="one_file_per_spec")
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        max_length=160, verbose_name="what it was about, kept when the row is gone"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("held", "Held automatically"),
                            ("restored", "Restored"),
                            ("hidden", "Hidden"),
                            ("taken_down", "Taken down"),
                            ("marked", "Marked for adults"),
                            ("banned", "Banned from publishing"),
                            ("unbanned", "Allowed to publish again"),
                            ("appealed", "Appealed by the author"),
                            ("answered", "Appeal answered"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "creation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="log",
                        to="gallery.creation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-id"], name="entry_newest")],
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followed_by",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "author"), name="one_follow_each"),
                    models.CheckConstraint(
                        condition=models.Q(("user", models.F("author")), _negated=True),
                        name="nobody_follows_themselves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Love",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "creation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lovers",
                        to="gallery.creation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="loves",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["created_at"], name="love_by_time")],
                "constraints": [models.UniqueConstraint(fields=("user", "creation"), name="one_love_each")],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="profile",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handle",
                    models.CharField(
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9][a-z0-9-]{1,28}[a-z0-9]$",
                                "3 to 30 small letters, digits and hyphens.",
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("about", models.CharField(blank=True, max_length=400)),
                ("followers", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("handle"), name="one_profile_per_handle"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Remix",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "credit",
                    models.CharField(max_length=260, verbose_name="title and author when it was taken"),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "origin",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="taken",
                        to="gallery.creation",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remixes",
                        to="studio.project",
                    ),
                ),
                (
                    "prompt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remixes",
                        to="studio.prompt",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remixes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("prompt", "origin"), name="one_remix_per_recipe")
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("mature", "For adults, and not marked so"),
                            ("person", "Shows a real person without consent"),
                            ("rights", "Breaks somebody's rights"),
                            ("hate", "Hateful or violent"),
                            ("spam", "Spam or misleading"),
                            ("other", "Something else"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                (
                    "counts",
                    models.BooleanField(default=True, verbose_name="made by an account that is old enough"),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "creation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reported",
                        to="gallery.creation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gallery_reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("decided_at", None)), fields=["created_at"], name="report_open"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("user", "creation"), name="one_report_each")],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("uses", models.PositiveIntegerField(verbose_name="public creations that say it")),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], name="word_spelling", opclasses=["gin_trgm_ops"]
                    )
                ],
            },
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION gallery_doom_file() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO gallery_doomedfile (key) VALUES (OLD.key);
                RETURN NULL;
            END $$;
            CREATE TRIGGER gallery_file_gone AFTER DELETE ON gallery_creationfile
                FOR EACH ROW EXECUTE FUNCTION gallery_doom_file();
            """,
            "DROP TRIGGER gallery_file_gone ON gallery_creationfile; DROP FUNCTION gallery_doom_file();",
        ),
    ]
