"""The prompt in the composer, over the wire: repaired or refused, filled, followed, walked, taken from."""

import json
import re
from collections.abc import Callable, Mapping
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from studio.models import Experiment, Job, Project, Prompt, Reference, User, Variant
from studio.pipeline.submit import Order, submit
from tests.backends.provider import Provider
from tests.studio.views.conftest import HTMX, signed_in

pytestmark = pytest.mark.usefixtures("provider")

FORM = {"aspect": "1:1", "tier": "1K", "count": "1", "backend": "paid"}
BROKEN = '{“subject”: “a kite”, "light": "dusk",}'
FORM_TYPE = "application/x-www-form-urlencoded"
POTTER = '{"who": "a potter", "hair": {"color": "white"}, "light": {"key": "window", "fill": null}, "mm": 50}'

MakeJob = Callable[..., Job]


def ask(client: Client, project: Project, name: str, data: Mapping[str, object], **more: str) -> str:
    answer = client.post(reverse(name, args=[project.pk]), data, headers={**HTMX, **more})
    return answer.content.decode()


def facts(client: Client, project: Project, text: str, **data: object) -> str:
    return ask(client, project, "prompt-facts", {**FORM, "prompt": text, **data})


def test_a_document_with_faults_is_refused_with_its_place_and_the_text_is_kept(
    as_alice: Client, project: Project
) -> None:
    answer = as_alice.post(reverse("job-create", args=[project.pk]), {**FORM, "prompt": BROKEN})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 1, column 2" in page
    assert "{“subject”: “a kite”, &quot;light&quot;: &quot;dusk&quot;,}</textarea>" in page
    assert "Repair it" in page
    assert not Job.objects.exists()


def test_without_script_a_repair_is_a_button_and_undo_another(as_alice: Client, project: Project) -> None:
    url = reverse("prompt-facts", args=[project.pk])
    page = as_alice.post(url, {**FORM, "prompt": BROKEN, "broken": "repair"}).content.decode()
    assert "&quot;subject&quot;: &quot;a kite&quot;," in page
    assert "Undo the repair" in page
    back = as_alice.post(url, {**FORM, "prompt": "{}", "original": BROKEN, "broken": "undo"}).content.decode()
    assert "{“subject”: “a kite”," in back
    assert not Job.objects.exists()


def test_a_repaired_document_can_be_sent_and_a_broken_one_as_words(
    as_alice: Client, project: Project
) -> None:
    url = reverse("job-create", args=[project.pk])
    as_alice.post(url, {**FORM, "prompt": BROKEN, "broken": "repair"})
    as_alice.post(url, {**FORM, "prompt": BROKEN, "broken": "words"})
    kinds = Job.objects.order_by("pk").values_list("prompt__kind", "sent_text")
    assert list(kinds) == [
        ("structured", '{\n  "subject": "a kite",\n  "light": "dusk"\n}'),
        ("plain", BROKEN),
    ]


def test_what_will_be_sent_and_its_length_are_told(as_alice: Client, project: Project) -> None:
    told = facts(as_alice, project, POTTER)
    assert "&quot;color&quot;: &quot;white&quot;" in told
    assert re.search(r"\d+ of 600 words", told)
    assert "sent-text" not in facts(as_alice, project, "a kite"), "nothing else is sent than what is written"
    assert "begins to overlook" in facts(as_alice, project, "kite " * 700)


def test_variables_become_inputs_with_their_defaults_and_keep_what_was_given(
    as_alice: Client, project: Project
) -> None:
    told = facts(as_alice, project, "a {{colour=red}} kite", **{"variable:colour": "blue"})
    assert 'name="variable:colour" value="blue" placeholder="red"' in told
    assert "a blue kite" in told


def test_the_template_is_kept_and_what_was_given_stands_with_the_job(
    as_alice: Client, project: Project
) -> None:
    data = {
        **FORM,
        "prompt": "a {{colour=red}} {{what=kite}}",
        "variable:colour": "blue",
        "variable:what": " ",
    }
    as_alice.post(reverse("job-create", args=[project.pk]), data)
    job = Job.objects.get()
    assert job.prompt.text == "a {{colour=red}} {{what=kite}}"
    assert job.sent_text == "a blue kite"
    assert job.parameters["variables"] == {"colour": "blue"}


def test_the_settings_can_follow_what_the_document_says(as_alice: Client, project: Project) -> None:
    told = facts(as_alice, project, '{"aspect_ratio": "16:9", "resolution": "4K", "num_images": 3}')
    sets = [json.loads(found.replace("&quot;", '"')) for found in re.findall(r'data-sets="([^"]*)"', told)]
    assert sets == [{"tier": "4K"}, {"aspect": "16:9"}, {"count": "3"}]
    assert "From aspect_ratio" in told


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200,
        '{"a":' * 200 + "1" + "}" * 200,
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        '{"a": "\\ud800"}',
        "x" * 100_000,
        '{"a": "' + "x" * 100_000 + '"}',
        '{"<script>alert(1)</script>": "<img src=x onerror=alert(1)>"}',
        '{"\\u0001": "\x07", "__proto__": {"constructor": 1}}',
        "\ud800",
        "{",
        "]",
        '{"a": 1e999999999}',
        "{{" * 5000,
        "{argument " * 2000,
    ],
)
def test_bad_input_ends_in_a_sentence_or_a_document_and_markup_stays_text(
    as_alice: Client, project: Project, text: str
) -> None:
    body = urlencode({**FORM, "prompt": text.encode("utf-8", "surrogatepass")})
    for name in ("prompt-facts", "preset-choose", "prompt-use"):
        answer = as_alice.post(reverse(name, args=[project.pk]), body, FORM_TYPE, headers=HTMX)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    sent = as_alice.post(reverse("job-create", args=[project.pk]), body, FORM_TYPE)
    assert sent.status_code in (302, 422)


def test_a_varied_prompt_becomes_a_grid_and_the_price_is_told_before(
    as_alice: Client, project: Project
) -> None:
    axes = [
        '{"field": "light.key", "values": ["window", "dusk", "noon"]}',
        '{"field": "mm", "values": [50, 85]}',
    ]
    data = {**FORM, "prompt": POTTER, "vary": axes, "lock": ["hair"]}
    price = as_alice.get(reverse("composer", args=[project.pk]), {**FORM, "vary": axes}, headers=HTMX)
    assert "3 × 2 · $0.18" in price.content.decode()
    answer = as_alice.post(reverse("job-create", args=[project.pk]), data, headers=HTMX)
    made = Experiment.objects.get()
    assert answer.headers["HX-Redirect"] == reverse("experiment", args=[made.pk])
    page = as_alice.get(answer.headers["HX-Redirect"]).content.decode()
    assert re.findall(r'<th scope="row">.*?</span>(.*?)</th>', page) == ["window", "dusk", "noon"]
    assert re.findall(r'<th scope="col">.*?</span>(.*?)</th>', page) == ["50", "85"]
    assert page.count('aria-label="Again · ') == 6


def test_without_script_fields_are_varied_in_lines(as_alice: Client, project: Project) -> None:
    data = {
        **FORM,
        "prompt": POTTER,
        "vary-field": ["light.key", "mm", ""],
        "vary-values": ["dusk\r\n\r\nnoon\r\nwindow", "85\n35", ""],
        "lock-lines": "hair\n",
    }
    page = as_alice.post(reverse("prompt-facts", args=[project.pk]), data).content.decode()
    assert "3 × 3" in page
    assert '<option value="light.key">' in page
    assert "dusk" in page
    as_alice.post(reverse("job-create", args=[project.pk]), data)
    made = Experiment.objects.get()
    assert made.locked == ["hair"]
    assert [axis["values"] for axis in made.axes] == [['"window"', '"dusk"', '"noon"'], ["50", "85", "35"]]
    for field, why in (("lens", "lens"), ("hair.color", "“hair.color” is locked")):
        wrong = {**data, "vary-field": [field], "vary-values": ["red"]}
        answer = as_alice.post(reverse("job-create", args=[project.pk]), wrong)
        assert answer.status_code == 422
        assert why in answer.content.decode()


def test_locks_and_settings_survive_the_way_back_from_a_grid(
    as_alice: Client, project: Project, reference: Reference
) -> None:
    axis = '{"field": "light.key", "values": ["window", "dusk"]}'
    data = {**FORM, "prompt": POTTER, "vary": [axis], "lock": ["hair"], "reference": [reference.pk]}
    grid = as_alice.post(reverse("job-create", args=[project.pk]), data, follow=True).content.decode()
    made = Experiment.objects.get()
    whole = made.prompt
    cell = made.jobs.latest("pk")
    onward = f"{reverse('project', args=[project.pk])}?from={whole.pk}&amp;like={cell.pk}"
    assert onward in grid
    taking = {"prompt": POTTER, "from": f"p{whole.pk}", "field": ["mm"], "lock": ["hair"], "after": whole.pk}
    page = ask(as_alice, project, "prompt-take", taking)
    assert '<input type="hidden" name="lock" value="hair">' in page
    assert f'<input type="hidden" name="after" value="{whole.pk}">' in page
    back = as_alice.post(reverse("prompt-use", args=[project.pk]), taking | {"after": cell.prompt_id})
    assert '<input type="hidden" name="lock" value="hair">' in back.content.decode()
    for opened in (back, as_alice.get(unescape(onward))):
        form = opened.context["form"]
        assert (form.choices.count, form.references) == (1, [reference])
        assert [each.value for each in (*form.choices.tiers, *form.choices.aspects) if each.chosen] == [
            "1K",
            "1:1",
        ]


def test_the_wall_tells_documents_in_words_and_cells_by_what_was_varied(
    as_alice: Client, project: Project
) -> None:
    axis = '{"field": "light.key", "values": ["window", "dusk"]}'
    as_alice.post(reverse("job-create", args=[project.pk]), {**FORM, "prompt": POTTER, "vary": [axis]})
    page = as_alice.get(reverse("project", args=[project.pk])).content.decode()
    assert re.findall(r'<h2 class="words"[^>]*>(.*?)</h2>', page) == [
        f"{cell} <small>a potter · white · {cell}</small>" for cell in ("dusk", "window")
    ]


def test_what_cannot_be_varied_is_said_before_and_at_the_form(as_alice: Client, project: Project) -> None:
    axis = '{"field": "hair.color", "values": ["red", "grey"]}'
    data = {"vary": [axis], "lock": ["hair"]}
    assert "“hair.color” is locked" in facts(as_alice, project, POTTER, **data)
    answer = as_alice.post(reverse("job-create", args=[project.pk]), {**FORM, "prompt": POTTER, **data})
    assert answer.status_code == 422
    assert not Job.objects.exists()


def test_a_cell_is_run_again_from_the_grid(as_alice: Client, project: Project) -> None:
    axis = '{"field": "light.key", "values": ["window", "dusk"]}'
    as_alice.post(reverse("job-create", args=[project.pk]), {**FORM, "prompt": POTTER, "vary": [axis]})
    made = Experiment.objects.get()
    answer = as_alice.post(reverse("cell-again", args=[made.pk, 1]), headers=HTMX)
    assert answer.status_code == 200
    assert list(made.jobs.order_by("pk").values_list("cell", flat=True)) == [0, 1, 1]
    assert as_alice.post(reverse("cell-again", args=[made.pk, 7])).status_code == 404


def test_history_walks_what_this_person_asked_for(
    as_alice: Client, project: Project, make_job: MakeJob, order: Callable[..., Order], bob: User
) -> None:
    first, second = make_job(text="one kite"), make_job(text="two kites")
    submit(order(text="bob's kite", person=bob))
    url = reverse("prompt-history", args=[project.pk])
    assert as_alice.get(url).json() == {"id": second.prompt_id, "text": "two kites", "name": ""}
    assert as_alice.get(url, {"before": second.prompt_id}).json()["text"] == "one kite"
    assert as_alice.get(url, {"before": first.prompt_id}).json() == {}
    assert as_alice.get(url, {"after": first.prompt_id}).json()["text"] == "two kites"


def test_suggestions_are_of_the_fields_own_type(as_alice: Client, project: Project) -> None:
    url = reverse("prompt-suggestions", args=[project.pk])
    lights = as_alice.get(url, {"field": "lighting.key.source", "value": '"strobe"'}).json()
    assert lights["label"]
    assert all(isinstance(json.loads(value), str) for value in lights["values"])
    lengths = as_alice.get(url, {"field": "lens.focal_length_mm", "value": "50"}).json()["values"]
    assert lengths
    assert all(isinstance(json.loads(value), (int, float)) for value in lengths)
    assert as_alice.get(url, {"field": "[[[", "value": "{"}).json() == {"label": "", "values": []}


def test_a_field_is_taken_from_another_picture_after_a_look(
    as_alice: Client, project: Project, make_job: MakeJob
) -> None:
    other = make_job(text='{"light": {"key": "one candle"}, "who": "a diver"}')
    data = {"prompt": POTTER, "from": f"p{other.prompt_id}", "field": ["light.key"]}
    page = ask(as_alice, project, "prompt-take", data)
    assert "<del>window</del>" in page
    assert "&quot;key&quot;: &quot;one candle&quot;" in page
    assert "a diver" not in page
    locked = ask(as_alice, project, "prompt-take", {**data, "lock": ["light"]})
    assert "“light.key” is locked" in locked
    assert "one candle" not in locked


def test_nothing_is_taken_from_a_strangers_picture(
    project: Project, variant: Variant, charlie: User, as_alice: Client
) -> None:
    team = charlie.memberships.get().team
    own = Project.objects.create(team=team, name="Elsewhere", created_by=charlie)
    stranger = signed_in(charlie)
    for name in (f"v{variant.pk}", f"p{variant.job.prompt_id}"):
        taken = stranger.post(reverse("prompt-take", args=[own.pk]), {"prompt": "{}", "from": name})
        compared = stranger.get(reverse("prompt-compare", args=[own.pk]), {"pick": [name, name]})
        assert (taken.status_code, compared.status_code) == (404, 404)


def test_two_prompts_are_compared_field_by_field_and_word_by_word(
    as_alice: Client, project: Project, make_job: MakeJob
) -> None:
    one = make_job(text='{"light": "soft window light", "old": 1, "sky": "a long grey sky"}')
    other = make_job(text='{"light": "soft candle light", "new": true, "above": "a long grey sky"}')
    picks = {"pick": [f"p{one.prompt_id}", f"p{other.prompt_id}"]}
    page = as_alice.get(reverse("prompt-compare", args=[project.pk]), picks).content.decode()
    assert "soft<del> window</del><ins> candle</ins> light" in page
    kinds = re.findall(r'data-kind="(\w+)"', page)
    assert sorted(kinds) == ["added", "changed", "removed", "renamed"]


def test_plain_words_are_compared_with_a_document(
    as_alice: Client, project: Project, make_job: MakeJob
) -> None:
    one, other = make_job(text="a red kite"), make_job(text='{"what": "a blue kite"}')
    picks = {"pick": [f"p{one.prompt_id}", f"p{other.prompt_id}"]}
    page = as_alice.get(reverse("prompt-compare", args=[project.pk]), picks).content.decode()
    assert "<del> red</del><ins> blue</ins>" in page


def test_versions_are_named_and_found_by_name_and_words(
    as_alice: Client, project: Project, make_job: MakeJob
) -> None:
    kite, boat = make_job(text="a red kite"), make_job(text='{"what": "a boat"}')
    as_alice.post(reverse("prompt-rename", args=[kite.prompt_id]), {"name": " Summer  sky "})
    assert Prompt.objects.get(pk=kite.prompt_id).name == "Summer sky"
    url = reverse("versions", args=[project.pk])
    for words, found in (("summer", kite), ("BOAT", boat)):
        page = as_alice.get(url, {"q": words}).content.decode()
        assert re.findall(r'name="pick" value="p(\d+)"', page) == [str(found.prompt_id)]
    used = as_alice.get(reverse("project", args=[project.pk]), {"from": boat.prompt_id}).content.decode()
    assert "{&quot;what&quot;: &quot;a boat&quot;}</textarea>" in used


def test_a_version_tells_what_it_changed_in_the_one_before(
    as_alice: Client, project: Project, make_job: MakeJob
) -> None:
    first = make_job(text='{"what": "a boat", "light": "dusk", "mood": "calm"}')
    changed = '{"what": "a kite", "light": "dusk", "colour": "red"}'
    make_job(text=changed, parent=first.prompt)
    page = as_alice.get(reverse("versions", args=[project.pk])).content.decode()
    assert re.findall(r'<span class="change">(.*?)</span>', page) == [
        "without mood",
        "what: a kite",
        "new colour: red",
    ]


def test_what_is_sent_next_comes_after_the_version_that_was_taken_up(
    as_alice: Client, project: Project, make_job: MakeJob
) -> None:
    first = make_job(text="a red kite")
    make_job(text="a boat")
    url = reverse("job-create", args=[project.pk])
    as_alice.post(url, {**FORM, "prompt": "a blue kite", "after": first.prompt_id})
    as_alice.post(url, {**FORM, "prompt": "a green kite"})
    parents = dict(Prompt.objects.values_list("text", "parent__text"))
    assert parents["a blue kite"] == "a red kite"
    assert parents["a green kite"] == "a blue kite"


def test_one_document_is_one_version_however_it_is_indented(
    as_alice: Client, project: Project, make_job: MakeJob
) -> None:
    one, other = make_job(text='{"a": 1.0}'), make_job(text='{\n  "a": 1.0\n}')
    assert one.prompt == other.prompt
    assert make_job(text='{"a": 1.00}').prompt != one.prompt


def test_what_was_sent_is_what_the_backend_got(
    as_alice: Client, project: Project, variant: Variant, provider: Provider
) -> None:
    page = as_alice.get(reverse("variant", args=[variant.pk])).content.decode()
    assert provider.requests[-1].body["prompt"] == variant.job.sent_text
    assert variant.job.sent_text in page
