"""The plan of a prompt: read, then settled so that its parts agree."""

import re
from collections.abc import Mapping
from dataclasses import replace

from studio.engine.art.shelf import Noun
from studio.engine.plan.cards import carded
from studio.engine.plan.chinese import in_english
from studio.engine.plan.document import passages
from studio.engine.plan.kinds import SHAPES, figures_of, kind_of, labels_of
from studio.engine.plan.logos import branded
from studio.engine.plan.parts import spot_of
from studio.engine.plan.read import Near, Reader, nothing
from studio.engine.plan.scene import Draft, Relation, ScenePlan, Subject
from studio.engine.plan.signs import THEMES, signs, usual
from studio.engine.plan.steps import stepped
from studio.engine.plan.wording import plain

LONGEST_PROMPT = 20_000
MOST_UNPLACED = 40
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NOT_READ = frozenset({"technical", "person"})


def make_plan(prompt: str, nouns: Mapping[str, Noun], near: Near = nothing) -> ScenePlan:
    """Never fails: what cannot be understood is told in `unplaced`. `near` gives what may stand in for a noun
    that has no art; `notes` tell where it did."""
    prompt = _CONTROL.sub(" ", prompt[:LONGEST_PROMPT])
    found = passages(prompt)
    if found is None:
        prompt = plain(prompt)
        kind, chart = kind_of(prompt)
    else:
        kind, chart = kind_of(" ".join(passage.text for passage in found if passage.role in ("", "style")))
    reader = Reader(
        nouns, merge=found is not None, near=near, signs=signs(nouns) if kind == "icons" else None
    )
    if found is None:
        reader.read(prompt)
    else:
        for passage in found:
            if passage.role == "negative":
                reader.draft.negatives.append(in_english(passage.text)[:80])
            elif passage.role == "lettering":
                reader.draft.lettering.append(passage.text[:80])
            elif passage.role not in _NOT_READ:
                reader.read(
                    plain(passage.text),
                    things=passage.role in ("", "place", "wardrobe"),
                    worn=passage.role == "wardrobe",
                    place_first=passage.role == "place",
                )
    if kind == "icons":
        return _icons(reader, prompt, nouns)
    plan = _settled(reader.draft, kind, nouns)
    if kind == "scene":
        plan = _with_landmark(plan, prompt, nouns)
    if kind == "chart":
        figures = figures_of(prompt)
        notes = () if figures else ("There were no values: name each with its number, such as “apples 30”.",)
        return replace(
            plan, chart=chart, figures=figures, subjects=(), relations=(), unplaced=(), place="", notes=notes
        )
    if kind == "diagram":
        return _diagram(plan, labels_of(prompt))
    if kind == "steps":
        return stepped(plan, prompt, labels_of(prompt), nouns)
    if kind == "abstract":
        return _abstracted(plan)
    if kind == "card":
        return carded(plan, prompt)
    if kind == "logo":
        return branded(plan, prompt, nouns)
    return plan


def _icons(reader: Reader, prompt: str, nouns: Mapping[str, Noun]) -> ScenePlan:
    """Things without a place; where none was named, those that its theme usually has."""
    notes: tuple[str, ...] = ()
    theme, listed = usual(prompt)
    word = "user" if theme == "user interface" else theme
    whole = reader.signs.get(word) or nouns.get(word)
    if whole is not None:  # music icons are not one of music
        reader.draft.subjects = [one for one in reader.draft.subjects if one.art != whole.art]
    if not any(subject.art for subject in reader.draft.subjects):
        reader.draft.relations.clear()
        reader.read(listed)
        notes = (
            (f"No icons were named: these are usual ones for “{theme}”.",)
            if theme
            else ("No thing was named that there is an icon for: name them, such as “sun, key, heart”.",)
        )
    plan = _settled(reader.draft, "icons", nouns)
    things = tuple(replace(subject, count=1) for subject in plan.subjects)
    unplaced = tuple(word for word in plan.unplaced if word not in _SET_WORDS and not _THEMES.fullmatch(word))
    return replace(
        plan.laid_out(), subjects=things, unplaced=unplaced,
        notes=(*notes, *plan.notes),
    )  # fmt: skip


def _diagram(plan: ScenePlan, labels: tuple[str, ...]) -> ScenePlan:
    """One subject with its parts; parts whose place on the figure is not known are told."""
    main = plan.subjects[:1]
    named = {word for label in labels for word in label.lower().split()}
    free = [label for label in labels if main and spot_of(label, main[0]) is None]
    notes = plan.notes + (
        (f"Where it has its {', '.join(free)} is not known: those marks are set freely.",) if free else ()
    )
    unplaced = tuple(word for word in plan.unplaced if word not in named)
    return replace(plan, labels=labels, subjects=main, relations=(), place="", unplaced=unplaced, notes=notes)


def _abstracted(plan: ScenePlan) -> ScenePlan:
    """Only a pattern has things; their colours, and those of shapes, are the picture's."""
    things = tuple(subject for subject in plan.subjects if subject.noun not in SHAPES | {"sign", "picture"})
    told = [subject.colour for subject in plan.subjects if subject.noun in SHAPES and subject.colour]
    unplaced = tuple(word for word in plan.unplaced if word not in _FORMS)
    palette = tuple(dict.fromkeys((*plan.palette, *told)))
    return replace(plan, subjects=things, relations=(), place="", palette=palette, unplaced=unplaced)


def _with_landmark(plan: ScenePlan, prompt: str, nouns: Mapping[str, Noun]) -> ScenePlan:
    """A place known by one building has it in the distance."""
    for pattern, (thing, name) in _LANDMARKS.items():
        noun = nouns.get(thing)
        if noun is None or not pattern.search(prompt) or any(noun.art == one.art for one in plan.subjects):
            continue
        landmark = Subject(
            name,
            colour="tan" if thing == "pyramid" else "",
            where="background",
            art=noun.art,
            stands=noun.stands,
            metres=noun.metres,
            kind=noun.kind,
        )
        said = f"The {name} stands for the place."
        return replace(plan, subjects=(*plan.subjects, landmark), notes=(*plan.notes, said))
    return plan


def _meant(subject: Subject, among: tuple[Subject, ...], nouns: Mapping[str, Noun]) -> Subject:
    """A ball among players is one for their game; leather that has no colour is brown."""
    if subject.noun == "sphere" and not subject.colour and not subject.material:
        games = {game for other in among for game in _GAMES.get(other.noun, ())}
        for game in sorted(games):
            if game in nouns:
                return replace(subject, noun=game, art=nouns[game].art, metres=nouns[game].metres)
    if subject.material == "leather" and not subject.colour and subject.art:
        return replace(subject, colour="brown")
    return subject


def _in_season(subject: Subject, season: str) -> Subject:
    """Trees as the woods around them are; one that was given a colour keeps that."""
    dressed = _SEASONED.get((subject.art, season))
    return replace(subject, art=dressed) if dressed and not subject.colour else subject


def _settled(draft: Draft, kind: str, nouns: Mapping[str, Noun]) -> ScenePlan:
    subjects = tuple(draft.subjects)
    unwanted = {word for phrase in draft.negatives for word in phrase.split()}
    subjects = tuple(_meant(subject, subjects, nouns) for subject in subjects)
    notes = [f"There is no art for “{word}”: {name} stands in for it." for word, name in draft.stand_ins]
    notes += draft.contradictions
    asked = dict.fromkeys(subject.noun for subject in subjects if unwanted & set(subject.noun.split()))
    notes += [f"“{noun}” is asked for and to be left out: it is drawn." for noun in asked]
    heads = [subject.noun for subject in subjects if not subject.whole]
    if heads:
        notes.append(f"Of {', '.join(dict.fromkeys(heads))} the art shows the head only.")
    said = draft.said
    if len(draft.unplaced) > 1 and not (
        subjects or said or draft.features or draft.lettering or draft.palette
    ):
        notes.append(
            "Nothing of this is known here: the illustrator reads English, a vocabulary of Chinese, and emoji."
        )
    place = said.get("place", "")
    kept, relations, features = subjects, tuple(draft.relations), list(draft.features)
    if kind != "icons" and place in ("room", "kitchen", "city", "street"):
        kept, relations = _without_windows(kept, relations)
        features += ["window"] * (kept != subjects)
    if not place:
        place = _place_for(kept, relations, kind)
    relations += _on_the_table(kept, relations)
    season = said.get("season", "")
    winter = season == "winter" or place == "tundra" or said.get("weather", "") == "snow"
    kept = tuple(_in_season(subject, "winter" if winter else season) for subject in kept)
    return ScenePlan(
        kind=kind,
        subjects=kept,
        relations=relations,
        place=place,
        time=said.get("time", "") or ("night" if any(each.noun == "street lamp" for each in kept) else ""),
        weather=said.get("weather", ""),
        season=season,
        light=said.get("light", ""),
        palette=tuple(draft.palette[:6]),
        style=said.get("style", ""),
        lettering=tuple(draft.lettering[:6]),
        camera=tuple(draft.camera),
        negatives=tuple(draft.negatives[:20]),
        features=tuple(feature for feature in features if feature not in unwanted),
        unplaced=tuple(draft.unplaced[:MOST_UNPLACED]),
        notes=tuple(notes),
    )


def _without_windows(
    subjects: tuple[Subject, ...], relations: tuple[Relation, ...]
) -> tuple[tuple[Subject, ...], tuple[Relation, ...]]:
    """Rooms and houses have theirs: a window is a thing only where it is the only one."""
    kept = [index for index, subject in enumerate(subjects) if subject.noun != "window"]
    if not kept:
        return subjects, relations
    now = {old: new for new, old in enumerate(kept)}
    return tuple(subjects[index] for index in kept), tuple(
        replace(
            relation, subject=now[relation.subject], other=now[relation.other],
            second=None if relation.second is None else now[relation.second],
        )
        for relation in relations
        if {relation.subject, relation.other, relation.second} <= {*kept, None}
    )  # fmt: skip


def _on_the_table(subjects: tuple[Subject, ...], relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """Small things in a picture with a table stand on it, unless they were put elsewhere."""
    tables = [index for index, subject in enumerate(subjects) if subject.noun == "table"]
    if not tables:
        return ()
    placed = {
        relation.subject
        for relation in relations
        if relation.kind in ("on", "in", "above", "below", "wearing")
    }
    held = {relation.other for relation in relations if relation.kind in ("holding", "wearing")}
    return tuple(
        Relation("on", index, tables[0])
        for index, subject in enumerate(subjects)
        if subject.stands == "table" and subject.art and index not in placed and index not in held
    )


def _place_for(subjects: tuple[Subject, ...], relations: tuple[Relation, ...], kind: str) -> str:
    """Where a picture plays that names no place: where its first thing is at home, empty if anywhere."""
    if kind == "product":
        return "studio"
    drawn = [subject for subject in subjects if subject.art]
    if not drawn:
        return ""
    if any(subject.noun == "table" for subject in drawn) and all(
        subject.stands == "table" or subject.noun == "table" for subject in drawn
    ):
        return "room"
    first = drawn[0]
    stands = {subject.stands for subject in drawn}
    if stands <= {"table", "wall"}:
        return "studio" if "wall" not in stands else "room"
    if any(subject.noun == "beach umbrella" for subject in drawn):
        return "beach"
    if any(subject.noun == "street lamp" for subject in drawn):
        return "street"
    if first.noun in COOKS:
        return "kitchen"
    if "wall" in stands or any(subject.noun in INDOORS for subject in drawn):
        return "room"
    if first.noun in AT_SEA:
        return "underwater" if first.noun in BELOW else "sea"
    if first.noun in IN_SPACE:
        return "space"
    if first.art.startswith("own:") and first.noun in SHAPES:
        return "studio"
    if first.kind == "vehicle" and first.stands == "ground":
        return "street"
    if first.noun in DESERT:
        return "desert"
    if first.noun in SAVANNA:
        return "savanna"
    if first.noun in POLAR:
        return "tundra"
    if first.noun in WOODS:
        return "forest"
    if first.stands == "water":
        return "lake"
    return ""


_LANDMARKS = {
    re.compile(rf"\b(?:{places})\b", re.I): thing
    for places, thing in {
        "paris": ("eiffel tower", "eiffel tower"),
        "tokyo": ("tokyo tower", "tokyo tower"),
        "kyoto|japan": ("pagoda", "pagoda"),
        "new york|manhattan": ("statue of liberty", "statue of liberty"),
        "egypt|giza|cairo": ("pyramid", "pyramid"),
        "athens": ("parthenon", "parthenon"),
        "agra": ("taj mahal", "taj mahal"),
    }.items()
}
_SEASONED = {
    ("own:tree", "winter"): "own:snowy-pine", ("own:pine", "winter"): "own:snowy-pine",
    ("own:tree", "autumn"): "own:autumn-tree",
}  # fmt: skip
_THEMES = re.compile("|".join(THEMES))
_SET_WORDS = frozenset({"tools", "items", "things", "symbols", "signs", "theme", "themed", "forecast", "website", "web", "app", "apps", "ui", "interface", "user", "mobile"})  # fmt: skip
_FORMS = frozenset(
    {"abstract", "circles", "circle", "triangles", "triangle", "squares", "square", "lines", "curves", "shapes",
     "geometric", "pattern", "seamless", "waves", "gradient", "wallpaper", "forms", "repeating", "rectangles"}
)  # fmt: skip
_GAMES = {
    "soccer player": ("soccer ball",), "stadium": ("soccer ball",), "goal": ("soccer ball",),
    "hoop": ("basketball",), "tennis player": ("tennis racket",),
}  # fmt: skip
COOKS = frozenset({"chef", "stove", "oven", "refrigerator"})
INDOORS = frozenset(
    {
        "blackboard",
        "armchair",
        "bookshelf",
        "teacher",
        "student",
        "scientist",
        "table",
        "sofa",
        "bed",
        "lamp",
        "chair",
        "bathtub",
        "television",
        "piano",
        "door",
    }
)
BELOW = frozenset(
    {"octopus", "jellyfish", "fish", "coral", "shark", "blowfish", "squid", "lobster", "tropical fish"}
)
AT_SEA = BELOW | {
    "sailboat", "ship", "speedboat", "whale", "dolphin", "orca", "surfer", "lighthouse", "passenger ship", "crab",
}  # fmt: skip
IN_SPACE = frozenset({"astronaut", "rocket", "satellite", "saturn", "flying saucer", "ufo"})
DESERT = frozenset({"camel", "cactus", "scorpion"})
SAVANNA = frozenset({"lion", "elephant", "giraffe", "zebra", "rhinoceros", "leopard", "hippopotamus"})
POLAR = frozenset({"penguin", "snowman", "seal", "polar bear"})
WOODS = frozenset(
    {"fox", "wolf", "bear", "deer", "owl", "squirrel", "hedgehog", "mushroom", "raccoon", "badger", "moose"}
)
