"""The presets every team begins with. Their variables become inputs above the prompt."""

from studio.prompts.presets import Preset

STARTERS: tuple[Preset, ...] = (
    Preset(
        "Product variants",
        "One product, the same view and light, another colour or material each time.",
        {
            "task": "product photograph for a shop page",
            "product": {
                "name": "{{product}}",
                "colour": "{{colour=natural}}",
                "material": "{{material=as in the reference}}",
                "keep": ["shape and proportions", "logo and lettering", "size in the frame"],
            },
            "camera": {
                "angle": "three-quarter view, slightly above",
                "framing": "whole product with even margins",
            },
            "lighting": "large softbox from the left, soft contact shadow",
            "background": "{{background=seamless white}}",
            "negative_prompt": ["other products", "hands", "added lettering"],
        },
    ),
    Preset(
        "Virtual try-on",
        "A person from one reference wears the garment from another.",
        {
            "task": "dress the person in the first reference in the garment of the second",
            "person": {"keep": ["face", "hair", "body shape", "pose", "background"]},
            "garment": {
                "kind": "{{garment=jacket}}",
                "fit": "{{fit=regular}}",
                "keep": ["cut", "colour", "pattern", "fabric", "buttons and seams"],
            },
            "result": "the cloth falls as it would on this body, with the folds and shadows of the scene's own light",
            "negative_prompt": ["a second person", "changed face", "floating cloth"],
        },
    ),
    Preset(
        "Object removal",
        "Takes a thing out and shows what was behind it.",
        {
            "task": "edit the source picture",
            "remove": "{{object}}",
            "fill": "continue what surrounds it: surfaces, lines, grain and light",
            "also_remove": ["its shadow", "its reflections"],
            "keep": "everything else exactly as it is",
        },
    ),
    Preset(
        "Background change",
        "The subject stays, the place around it is another.",
        {
            "task": "edit the source picture",
            "subject": {"keep": ["outline down to single hairs", "pose", "colours"]},
            "background": "{{background=a sunlit kitchen with pale walls}}",
            "lighting": "the subject takes on the new place's light: direction, warmth and a shadow on the ground",
            "negative_prompt": ["cut-out edges", "halo", "remains of the old background"],
        },
    ),
    Preset(
        "Text removal",
        "Takes lettering, captions or stamps off a picture of your own.",
        {
            "task": "edit the source picture",
            "remove": "{{text=all lettering laid over the picture}}",
            "fill": "restore the surface beneath it",
            "keep": "lettering that belongs to the scene, and everything else exactly as it is",
        },
    ),
    Preset(
        "Annotated diagram",
        "A clear drawing with labels and leader lines.",
        {
            "task": "annotated diagram for teaching",
            "subject": "{{subject=the inside of a beehive}}",
            "view": "{{view=cutaway from the side}}",
            "labels": ["{{label 1}}", "{{label 2}}", "{{label 3}}"],
            "label_style": {
                "language": "{{language=English}}",
                "lettering": "plain sans serif, dark grey, all of one size",
                "lines": "thin straight leader lines that do not cross",
            },
            "style": "clean flat illustration, few colours, white background",
            "negative_prompt": ["misspelt words", "labels that are not listed", "decorative frames"],
        },
    ),
    Preset(
        "Puzzle",
        "A picture that shows how a riddle is solved.",
        {
            "task": "solve what the source picture shows and draw the solution into it",
            "puzzle": "{{puzzle=crossword}}",
            "rules": ["{{rule=each cell takes one letter}}"],
            "answer_style": "{{answer style=handwritten in blue ink, inside the cells}}",
            "keep": ["the grid", "the printed clues", "the paper"],
            "negative_prompt": ["changed clues", "extra cells"],
        },
    ),
    Preset(
        "Campaign series",
        "Several pictures that clearly belong together.",
        {
            "task": "one picture of a series for one campaign",
            "campaign": {
                "product": "{{product}}",
                "message": "{{message}}",
                "scene": "{{scene=morning at home}}",
            },
            "same_in_all": {
                "palette": "{{palette=warm white, sand and one deep green}}",
                "lighting": "soft window light from the left",
                "style": "natural editorial photograph",
                "space_for_text": "upper third, calm and even",
            },
            "aspect_ratio": "{{format=4:5}}",
            "negative_prompt": ["lettering", "logos other than the product's own"],
        },
    ),
    Preset(
        "Concept exploration",
        "The same idea in directions that lie far apart; made to be varied.",
        {
            "task": "early concept picture",
            "idea": "{{idea}}",
            "direction": {
                "style": "loose watercolour",
                "mood": "calm and quiet",
                "palette": "earth browns and moss greens",
                "era": "today",
            },
            "finish": "quick and suggestive, large shapes, little detail",
        },
    ),
)
