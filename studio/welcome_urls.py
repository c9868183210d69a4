"""The address of one-time sign-in links, apart from the others, so that `up` can name one without loading them all."""

from django.urls import path

from studio.views.welcome import welcome

urlpatterns = [path("welcome/<str:token>/", welcome, name="welcome")]
