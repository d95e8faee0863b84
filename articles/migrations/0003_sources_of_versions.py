from django.db import migrations


class Migration(migrations.Migration):
    """Every version so far came from the source its dispatch is noted with."""

    dependencies = [
        ("articles", "0002_version_source"),
    ]

    operations = [
        migrations.RunSQL(
            """
            UPDATE articles_version v SET source_id = a.source_id
              FROM articles_article a WHERE a.id = v.article_id AND a.source_id IS NOT NULL
            """,
            migrations.RunSQL.noop,
        ),
    ]
