"""What is done later, by the worker."""

from django.conf import settings
from django.utils import timezone
from redis import Redis
from rq import Queue

from orders.models import Order


def queue():
    return Queue(connection=Redis.from_url(settings.REDIS_URL))


def confirm(order):
    Order.objects.filter(pk=order, confirmed=None).update(confirmed=timezone.now())
