from django.http import HttpResponse
from django.shortcuts import redirect, render

from orders.jobs import confirm, queue
from orders.models import Order


def index(request):
    if request.method == "POST":
        order = Order.objects.create(article=request.POST.get("article", "")[:100])
        queue().enqueue(confirm, order.pk)
        return redirect("/")
    return render(request, "orders/index.html", {"orders": Order.objects.order_by("-pk")[:10]})


def health(request):
    Order.objects.exists()
    return HttpResponse("ok\n", content_type="text/plain")
