import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def give_sounds(apps, schema_editor):
    """Names that were known before are found by their sound too."""
    from entities.spelling import codes

    Alias = apps.get_model("entities", "Alias")
    some = []
    for alias in Alias.objects.only("id", "name", "kind").iterator(chunk_size=2000):
        alias.sounds = codes(alias.name, alias.kind)
        some.append(alias)
        if len(some) == 2000:
            Alias.objects.bulk_update(some, ["sounds"])
            some = []
    Alias.objects.bulk_update(some, ["sounds"])


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0001_initial'),
        ('entities', '0002_ledger'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlaceFacts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('geoname_id', models.PositiveIntegerField(help_text='Its number at geonames.org; empty where not known which it is.', null=True)),
                ('latitude', models.FloatField(help_text='Degrees north; countries have none.', null=True)),
                ('longitude', models.FloatField(help_text='Degrees east; countries have none.', null=True)),
                ('country_code', models.CharField(blank=True, help_text='ISO 3166 code of the country it is in, or is.', max_length=2)),
                ('population', models.PositiveIntegerField(help_text='Inhabitants.', null=True)),
                ('certain', models.BooleanField(help_text='Whether it is told apart from its namesakes.')),
                ('reasons', models.JSONField(default=list, help_text='What spoke for and against: feature, weight and note of each.')),
            ],
            options={
                'verbose_name_plural': 'place facts',
            },
        ),
        migrations.CreateModel(
            name='Resolution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.CharField(help_text='Which chain of it.', max_length=20)),
                ('kind', models.CharField(choices=[('person', 'Person'), ('place', 'Place'), ('organisation', 'Organisation'), ('event', 'Event')], help_text='As what the machine read it.', max_length=12)),
                ('name', models.CharField(help_text='Its fullest name there.', max_length=300)),
                ('score', models.FloatField(help_text='How sure that is, 0 to 1.')),
                ('outcome', models.CharField(choices=[('linked', 'known already'), ('new', 'new'), ('unsure', 'kept apart in doubt'), ('ruled', 'by a rule'), ('corrected', 'by a person')], help_text='How it was decided.', max_length=9)),
                ('certain', models.BooleanField(help_text='Whether later dispatches leave the decision alone; a doubtful one is looked at again when a name like it comes in.')),
                ('reasons', models.JSONField(default=list, help_text='What spoke for and against: feature, weight and note of each.')),
                ('traits', models.JSONField(default=dict, help_text='What the dispatch says of it.')),
                ('sounds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, help_text='How the words of its name sound.', size=None)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When it was decided.')),
            ],
            options={
                'ordering': ['article_id', 'chain'],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.FloatField(help_text='How likely they are one, 0 to 1.')),
                ('reasons', models.JSONField(default=list, help_text='What speaks for and against: feature, weight and note of each.')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When it was last suggested.')),
            ],
            options={
                'ordering': ['-score', 'id'],
            },
        ),
        migrations.AddField(
            model_name='alias',
            name='sounds',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, editable=False, help_text='How its words sound, and its initials; see entities.spelling.', size=None),
        ),
        migrations.RunPython(give_sounds, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='alias',
            index=django.contrib.postgres.indexes.GinIndex(fields=['sounds'], name='alias_by_sound'),
        ),
        migrations.AddField(
            model_name='placefacts',
            name='entity',
            field=models.OneToOneField(help_text='The place.', on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='entities.entity'),
        ),
        migrations.AddField(
            model_name='resolution',
            name='article',
            field=models.ForeignKey(help_text='In which dispatch.', on_delete=django.db.models.deletion.CASCADE, related_name='resolutions', to='articles.article'),
        ),
        migrations.AddField(
            model_name='resolution',
            name='entity',
            field=models.ForeignKey(help_text='What it was resolved to, before merges are followed.', on_delete=django.db.models.deletion.RESTRICT, related_name='resolutions', to='entities.entity'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='high',
            field=models.ForeignKey(help_text='The other.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='entities.entity'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='low',
            field=models.ForeignKey(help_text='The one filed first.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='entities.entity'),
        ),
        migrations.AddIndex(
            model_name='placefacts',
            index=models.Index(models.F('geoname_id'), name='place_facts_by_geoname'),
        ),
        migrations.AddConstraint(
            model_name='placefacts',
            constraint=models.CheckConstraint(condition=models.Q(('certain', False), ('geoname_id__isnull', False), _connector='OR'), name='place_facts_certain_of_something'),
        ),
        migrations.AddIndex(
            model_name='resolution',
            index=models.Index(models.F('entity'), models.OrderBy(models.F('id'), descending=True), name='resolution_of_entity'),
        ),
        migrations.AddIndex(
            model_name='resolution',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('certain', False)), fields=['sounds'], name='resolution_in_doubt_by_sound'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.UniqueConstraint(models.F('article'), models.F('chain'), name='resolution_one_a_chain'),
        ),
        migrations.AddConstraint(
            model_name='resolution',
            constraint=models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 1)), name='resolution_score_is_a_probability'),
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(models.F('high'), name='suggestion_of_the_other'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.UniqueConstraint(models.F('low'), models.F('high'), name='suggestion_unique_for_its_pair'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('low__lt', models.F('high'))), name='suggestion_pair_in_order'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 1)), name='suggestion_score_is_a_probability'),
        ),
    ]
