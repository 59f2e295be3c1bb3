"""Around the labels: channels, the queue, keys, and who cannot use a mouse."""

from __future__ import annotations

import re

import pytest
from label_project import LabelProject, draw, rows
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_channels_are_arranged_and_stay_so(page: Page, project: LabelProject) -> None:
    project.open(page)
    page.keyboard.press("h")
    dialog = page.get_by_role("dialog", name="Channels")
    dialog.get_by_role("checkbox", name="temperature").uncheck()
    dialog.get_by_role("button", name="Arrange").last.click()
    dialog.get_by_role("radio", name="Log").click()
    expect(dialog.get_by_role("radio", name="Log")).to_be_checked()
    with page.expect_response(lambda answer: answer.url.endswith("/layout")) as kept:
        dialog.get_by_label("Overlay on").select_option("vibration")
    assert kept.value.ok, kept.value.text()
    page.keyboard.press("Escape")
    expect(page.get_by_role("group", name="temperature, °C")).to_have_count(0)
    expect(page.get_by_role("group", name=re.compile("vibration, pressure"))).to_be_visible()
    page.reload()
    expect(page.get_by_role("group", name=re.compile("vibration, pressure"))).to_be_visible()
    expect(page.get_by_role("group", name="temperature, °C")).to_have_count(0)
    page.get_by_role("button", name="Channels").click()
    page.get_by_role("button", name="As the project has it").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("group", name="temperature, °C")).to_be_visible()
    expect(page.get_by_role("group", name="pressure, bar")).to_be_visible()


def test_the_queue_filters_skips_with_a_reason_and_goes_on(page: Page, project: LabelProject) -> None:
    first, second, third = project.tasks
    project.open(page)
    tasks = page.get_by_role("navigation", name="Tasks").get_by_role("link")
    expect(tasks).to_have_count(3)
    page.keyboard.press("/")
    page.keyboard.type("plant:Olten")
    expect(tasks).to_have_count(2)
    page.keyboard.press("Escape")
    page.get_by_role("searchbox", name="Filter the queue").fill("")
    expect(tasks).to_have_count(3)
    page.keyboard.press("Escape")
    draw(page, 100, 200)
    project.saved(page)
    page.keyboard.press("n")
    page.wait_for_url(re.compile(rf"/tasks/({second}|{third})"))
    expect(page.get_by_role("group", name="vibration, mm/s")).to_be_visible()
    skipped = int(page.url.split("/tasks/")[1].split("#")[0])
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="Data or metadata are wrong").click()
    with page.expect_response(lambda answer: answer.url.endswith("/annotations")):
        page.get_by_role("dialog").get_by_role("button", name="Skip", exact=True).click()
    page.wait_for_url(lambda url: f"/tasks/{skipped}" not in url)
    expect(page.get_by_role("group", name="vibration, mm/s")).to_be_visible()
    page.get_by_role("radio", name="Skipped").click()
    expect(tasks).to_have_count(1)
    expect(tasks).to_have_attribute("title", "Skipped: Data or metadata are wrong")
    page.get_by_role("radio", name="Drafts").click()
    expect(tasks).to_have_count(1)
    expect(tasks).to_have_attribute("href", re.compile(f"/tasks/{first}$"))
    page.get_by_role("radio", name="All", exact=True).click()
    page.keyboard.press("b")
    page.wait_for_url(re.compile(f"/tasks/{skipped}"))


def test_keys_are_found_and_changed(page: Page, project: LabelProject) -> None:
    project.open(page)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    page.keyboard.type("split")
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    dialog.get_by_role("button", name="Change the key X").click()
    with page.expect_response(lambda answer: answer.url.endswith("/me/preferences")) as kept:
        page.keyboard.press("m")
        expect(dialog.get_by_role("alert")).to_contain_text(
            "M is also the key for “Merge the selected regions into one”"
        )
        dialog.get_by_role("button", name="Change the key M").click()
        page.keyboard.press("Shift+X")
    assert kept.value.ok, kept.value.text()
    expect(dialog.get_by_role("alert")).to_have_count(0)
    page.keyboard.press("Escape")
    project.open(page)
    draw(page, 100, 300)
    page.keyboard.press("g")
    page.keyboard.type("-60s")
    page.keyboard.press("Enter")
    page.keyboard.press("x")
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("Shift+X")
    expect(rows(page)).to_have_count(2)
    page.keyboard.press("?")
    dialog.get_by_role("button", name="All as they were").click()
    expect(dialog.get_by_role("button", name="Change the key X")).to_be_visible()


# Things to press or fill in without a name that a screen reader could say.
NAMELESS = """() => {
  const named = (element) => element.getAttribute('aria-label') || element.labels?.length || element.title ||
    element.textContent.trim() || document.getElementById(element.getAttribute('aria-labelledby'))?.textContent;
  return [...document.querySelectorAll('button, input, select, textarea, a[href], [role=group], [role=radio]')]
    .filter((element) => element.checkVisibility() && !named(element))
    .map((element) => element.outerHTML.slice(0, 120));
}"""

# Text with a contrast below 4.5 to 1, by the formula of WCAG 2.
CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgb(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll('.screen *')) {
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!text || !element.checkVisibility() || element.closest('[disabled], .visually-hidden')) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.push(`${element.className} ${element.textContent.slice(0, 30)} ${ratio.toFixed(2)}`);
  }
  return found;
}"""


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_names_focus_and_contrast_in_both_themes(page: Page, project: LabelProject, theme: str) -> None:
    project.propose([(100, 200, "Drift", 0.9), (700, 800, "Drop", 0.4)])
    page.add_init_script(f"localStorage.setItem('preferred-color-scheme', '{theme}')")
    project.open(page)
    expect(page.locator("html")).to_have_attribute("data-color-scheme", theme.lower())
    page.keyboard.press("j")
    expect(page.get_by_text("Proposal of baseline 2.1")).to_be_visible()
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(CONTRAST) == []
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (3840, 2160)])
def test_nothing_runs_out_of_the_screen(page: Page, project: LabelProject, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    project.propose([(100, 200, "Drift", 0.9)])
    project.open(page)
    page.keyboard.press("j")
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        width,
        height,
    ]
    box = page.get_by_role("button", name="Submit").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height


def test_the_task_is_asked_for_once_while_the_page_still_loads(page: Page, project: LabelProject) -> None:
    project.open(page)
    asked: list[str] = []
    warnings: list[str] = []
    page.on("request", lambda request: asked.append(request.url.split("/faultmark/api/")[-1]))
    page.on("console", lambda message: warnings.append(message.text) if message.type == "warning" else None)
    project.open(page)
    assert asked.count(f"tasks/{project.tasks[0]}") == 1
    # What the shell preloads and nobody takes is complained of a few seconds after the page has loaded.
    page.wait_for_function("performance.now() > performance.getEntriesByType('navigation')[0].loadEventEnd + 4000")
    assert [text for text in warnings if "preload" in text] == []
