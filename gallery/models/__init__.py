"""The gallery's tables. Nothing in them is private: what an author did not choose to show is not copied here."""

from gallery.models.creation import Creation, CreationQuerySet, Licence, Shows, State, Use
from gallery.models.desk import Appeal, Ban, Blocked, Entry, Report
from gallery.models.file import CreationFile, DoomedFile
from gallery.models.neighbour import Neighbour
from gallery.models.people import Collected, Collection, Follow, Love, Profile
from gallery.models.remix import Remix
from gallery.models.theme import Survey, Theme
from gallery.models.word import Word

__all__ = [
    "Appeal",
    "Ban",
    "Blocked",
    "Collected",
    "Collection",
    "Creation",
    "CreationFile",
    "CreationQuerySet",
    "DoomedFile",
    "Entry",
    "Follow",
    "Licence",
    "Love",
    "Neighbour",
    "Profile",
    "Remix",
    "Report",
    "Shows",
    "State",
    "Survey",
    "Theme",
    "Use",
    "Word",
]
