from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from newsroom.roles import ensure_roles

        # Permissions exist only once Django's own post_migrate receivers have run, and the last
        # app's signal comes after every app's permissions were made.
        post_migrate.connect(ensure_roles, dispatch_uid="newsroom.roles")
