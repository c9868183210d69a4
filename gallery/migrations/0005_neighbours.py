import django.db.models.deletion
from django.db import migrations, models
from pgvector.django import HalfVectorField, HnswIndex

KEEP = """
CREATE FUNCTION gallery_keep_neighbour() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM gallery_neighbour WHERE creation_id = OLD.id;
    ELSIF NEW.state <> 'public' OR (NEW.text_vector IS NULL AND NEW.picture_vector IS NULL) THEN
        DELETE FROM gallery_neighbour WHERE creation_id = NEW.id;
    ELSE
        INSERT INTO gallery_neighbour (creation_id, mature, text_vector, picture_vector)
        VALUES (NEW.id, NEW.mature, NEW.text_vector, NEW.picture_vector)
        ON CONFLICT (creation_id) DO UPDATE SET mature = excluded.mature,
            text_vector = excluded.text_vector, picture_vector = excluded.picture_vector;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER gallery_neighbour_comes AFTER INSERT ON gallery_creation
    FOR EACH ROW WHEN (NEW.state = 'public') EXECUTE FUNCTION gallery_keep_neighbour();
CREATE TRIGGER gallery_neighbour_changes AFTER UPDATE OF state, mature, text_vector, picture_vector ON gallery_creation
    FOR EACH ROW WHEN ((OLD.state, OLD.mature, OLD.text_vector, OLD.picture_vector)
        IS DISTINCT FROM (NEW.state, NEW.mature, NEW.text_vector, NEW.picture_vector))
    EXECUTE FUNCTION gallery_keep_neighbour();
CREATE TRIGGER gallery_neighbour_goes AFTER DELETE ON gallery_creation
    FOR EACH ROW EXECUTE FUNCTION gallery_keep_neighbour();
INSERT INTO gallery_neighbour (creation_id, mature, text_vector, picture_vector)
    SELECT id, mature, text_vector, picture_vector FROM gallery_creation
    WHERE state = 'public' AND (text_vector IS NOT NULL OR picture_vector IS NOT NULL);
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE gallery_creation RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold);
ALTER TABLE gallery_neighbour SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 200);
"""
LEAVE = """
DROP TRIGGER gallery_neighbour_comes ON gallery_creation;
DROP TRIGGER gallery_neighbour_changes ON gallery_creation;
DROP TRIGGER gallery_neighbour_goes ON gallery_creation;
DROP FUNCTION gallery_keep_neighbour();
ALTER TABLE gallery_creation SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 200);
"""


def by_likeness(field: str, name: str, *, mature: bool) -> migrations.AddIndex:
    return migrations.AddIndex(
        model_name="neighbour",
        index=HnswIndex(
            fields=[field],
            opclasses=["halfvec_cosine_ops"],
            name=name,
            m=12,
            condition=models.Q(("mature", mature)),
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("gallery", "0004_grown"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="creation", name="creation_meaning"),
        migrations.RemoveIndex(model_name="creation", name="creation_looks"),
        migrations.CreateModel(
            name="Neighbour",
            fields=[
                (
                    "creation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="gallery.creation",
                    ),
                ),
                ("mature", models.BooleanField(verbose_name="behind the age gate")),
                ("text_vector", HalfVectorField(dimensions=384, null=True)),
                ("picture_vector", HalfVectorField(dimensions=1280, null=True)),
            ],
        ),
        migrations.RunSQL(KEEP, LEAVE),
        by_likeness("text_vector", "neighbour_meaning", mature=False),
        by_likeness("text_vector", "neighbour_meaning_mature", mature=True),
        by_likeness("picture_vector", "neighbour_looks", mature=False),
        by_likeness("picture_vector", "neighbour_looks_mature", mature=True),
    ]
