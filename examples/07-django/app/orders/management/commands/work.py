from django.core.management.base import BaseCommand
from rq import Worker

from orders.jobs import queue


class Command(BaseCommand):
    help = "Does the jobs of the queue, one after the other."

    def handle(self, **options):
        jobs = queue()
        Worker([jobs], connection=jobs.connection).work()
