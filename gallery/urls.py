"""Every address of the gallery."""

from django.urls import path

from gallery.views import adjacent, desk, explore, feeds, models, people, publish, themes

urlpatterns = [
    path("gallery/", explore.explore, name="gallery"),
    path("gallery/<int:pk>/", explore.creation, name="creation"),
    path("gallery/<int:pk>/picture/<str:spec>/", explore.picture, name="creation-picture"),
    path("gallery/of-age/", explore.gate, name="gallery-gate"),
    # what people do with a creation
    path("gallery/<int:pk>/love/", people.love_creation, name="creation-love"),
    path("gallery/<int:pk>/collect/", people.collect_creation, name="creation-collect"),
    path("gallery/<int:pk>/report/", people.report_creation, name="creation-report"),
    path("gallery/<int:pk>/remix/", people.remix_creation, name="creation-remix"),
    path("gallery/<int:pk>/appeal/", people.appeal_creation, name="creation-appeal"),
    path("gallery/<int:pk>/unpublish/", publish.unpublish_creation, name="creation-unpublish"),
    # one's own
    path("gallery/publish/<int:variant>/", publish.publish_variant, name="variant-publish"),
    path("gallery/mine/", publish.mine, name="gallery-mine"),
    path("gallery/mine/profile/", people.profile, name="gallery-profile"),
    path("gallery/collections/<int:pk>/", people.collection, name="gallery-collection"),
    # themes, and prompts beside a prompt
    path("gallery/themes/", themes.theme_list, name="gallery-themes"),
    path("gallery/themes/<slug:slug>/", themes.theme, name="gallery-theme"),
    path("gallery/<int:pk>/turn/", adjacent.turn, name="creation-turn"),
    path("gallery/adjacent/", adjacent.beside, name="gallery-adjacent"),
    # people
    path("gallery/people/<slug:handle>/", people.person, name="gallery-person"),
    path("gallery/people/<slug:handle>/follow/", people.follow_person, name="gallery-follow"),
    path("gallery/people/<slug:handle>/feed.atom", feeds.atom, name="gallery-person-atom"),
    # models
    path("gallery/models/", models.model_list, name="gallery-models"),
    path("gallery/models/<slug:slug>/", models.model, name="gallery-model"),
    path("gallery/begin/<slug:slug>/", models.begin, name="gallery-begin"),
    # the desk
    path("gallery/desk/", desk.desk, name="gallery-desk"),
    path("gallery/desk/log/", desk.log, name="gallery-log"),
    path("gallery/desk/<int:pk>/decide/", desk.decide, name="gallery-decide"),
    path("gallery/desk/ban/<slug:handle>/", desk.ban_person, name="gallery-ban"),
    # machines
    path("gallery/feed.atom", feeds.atom, name="gallery-atom"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
]
