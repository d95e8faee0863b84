from django.apps import AppConfig


class EntitiesConfig(AppConfig):
    name = "entities"
    verbose_name = "Entities"

    def ready(self) -> None:
        from articles.signals import article_filed
        from entities.carrying import carry_on_filing
        from entities.queueing import queue_on_filing

        # Carried before it is read: receivers are called in this order, and so after the commit.
        article_filed.connect(carry_on_filing, dispatch_uid="entities.carrying")
        article_filed.connect(queue_on_filing, dispatch_uid="entities.queueing")
