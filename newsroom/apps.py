from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from newsroom.roles import ensure_roles

        # Django makes each app's permissions when that app's signal comes, in the order of
        # INSTALLED_APPS; by the signal of contenttypes those of our apps and of auth exist.
        sender = apps.get_app_config("contenttypes")
        post_migrate.connect(ensure_roles, sender=sender, dispatch_uid="newsroom.roles")
