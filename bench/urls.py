"""The product's addresses, and the bare views that they are compared with."""

from django.urls import path

from bench import bare, barebooking
from config.urls import urlpatterns as product

urlpatterns = [
    *product,
    path("bare/<slug:account>/list/", bare.families),
    path("bare/<slug:account>/filtered/", bare.filtered),
    path("bare/<slug:account>/search/", bare.search),
    path("bare/<slug:account>/booking/", barebooking.booking),
    path("bare/<slug:account>/claiming/", barebooking.claiming),
]
