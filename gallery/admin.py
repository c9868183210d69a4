"""The gallery in Django's admin: to look things up. Decisions are made at the desk, which writes its log."""

from django.contrib import admin
from django.http import HttpRequest

from gallery.models import Blocked, Creation, Entry, Profile


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # one for several models
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Creation)
class CreationAdmin(ReadOnly):
    list_display = ["pk", "title", "state", "author", "published_at", "loves", "reports"]
    list_filter = ["state", "mature", "shows"]
    exclude = ["text_vector", "picture_vector"]
    show_full_result_count = False


@admin.register(Entry)
class EntryAdmin(ReadOnly):
    list_display = ["created_at", "act", "subject", "actor", "reason"]


@admin.register(Profile)
class ProfileAdmin(ReadOnly):
    list_display = ["handle", "name", "followers"]


@admin.register(Blocked)
class BlockedAdmin(admin.ModelAdmin[Blocked]):
    list_display = ["created_at", "reason"]
