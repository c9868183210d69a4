"""What the owner of an instance may look up and put right by hand: people, teams and budgets, and the ledger."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from studio.models import Call, Membership, Team, User

# The sign-in with its rate limits is allauth's; the admin's own form has none.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth's docs say


class MembershipInline(admin.TabularInline[Membership, Team]):
    model = Membership
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(User)
class PersonAdmin(UserAdmin[User]):
    ordering = ("email",)
    list_display = ("email", "first_name", "last_name", "is_active", "is_staff", "date_joined")
    search_fields = ("email", "first_name", "last_name")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        ("Name", {"fields": ("first_name", "last_name")}),
        ("May", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "password1", "password2")}),)


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin[Team]):
    list_display = ("name", "monthly_budget", "created_at")
    search_fields = ("name",)
    inlines = (MembershipInline,)


@admin.register(Call)
class CallAdmin(admin.ModelAdmin[Call]):
    """The ledger, to be read: what was asked of which backend, what became of it, and what it cost."""

    list_display = (
        "id",
        "team",
        "backend",
        "state",
        "estimate",
        "amount",
        "error_kind",
        "created_at",
        "ended_at",
    )
    list_filter = ("state", "backend", "error_kind")
    list_select_related = ("team",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return False
