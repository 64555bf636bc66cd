from django.urls import path

from cartwheel.office.search.views import Search, SearchOptions

urlpatterns = [
    path("", Search.as_view(), name="search"),
    path("options/", SearchOptions.as_view(), name="search-options"),
]
