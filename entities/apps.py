from django.apps import AppConfig


class EntitiesConfig(AppConfig):
    name = "entities"
    verbose_name = "Entities"

    def ready(self) -> None:
        from articles.signals import article_filed
        from entities.queueing import queue_on_filing

        article_filed.connect(queue_on_filing, dispatch_uid="entities.queueing")
