import { describe, expect, it } from "vitest";

import { parseTick } from "../core/tick";
import type { AxisInfo } from "../core/types";
import { actionFor, KEYS } from "./keys";
import { problemsOf } from "./problems";
import { docFromWire } from "./region";
import { parseRoute, pathOf } from "./route";
import { control, option, wireRegion, workbench } from "./session.testing";
import { clockText, momentText, parseMoment } from "./times";
import { appliesToRegion, appliesToTask } from "./visibility";

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

describe("keys", () => {
  it("give no key to two actions", () => {
    const all = KEYS.flatMap((binding) => binding.keys);
    expect(new Set(all).size).toBe(all.length);
  });

  it("know digits with shift on any layout, Command as Ctrl, and signs that need shift", () => {
    expect(actionFor(press("+", { shiftKey: true, code: "Digit1" }))).toEqual({ action: "rating", digit: 0 });
    expect(actionFor(press("3", { code: "Digit3" }))).toEqual({ action: "label", digit: 2 });
    expect(actionFor(press("Z", { metaKey: true, shiftKey: true }))?.action).toBe("redo");
    expect(actionFor(press("?", { shiftKey: true }))?.action).toBe("help");
    expect(actionFor(press("J", { altKey: true }))).toBeNull();
  });
});

describe("which fields apply", () => {
  const region = { label: ["drift"] };
  it("follows whenLabelValue, whenTagName and whenChoiceValue", () => {
    const forDrift = control({ name: "a", type: "text", when_label: ["drift"] });
    expect(appliesToRegion(forDrift, region)).toBe(true);
    expect(appliesToRegion(forDrift, { label: ["drop"] })).toBe(false);
    const whenChosen = control({ name: "b", type: "text", visible_when: "choice-selected", when_tag: "mode", when_choice: ["wear"] });
    expect(appliesToRegion(whenChosen, { ...region, mode: ["wear"] })).toBe(true);
    expect(appliesToRegion(whenChosen, { ...region, mode: ["other"] })).toBe(false);
    expect(appliesToRegion(whenChosen, { ...region, elsewhere: ["wear"] })).toBe(false);
    const unless = control({ name: "c", type: "text", visible_when: "choice-unselected", when_tag: "mode", when_choice: ["wear"] });
    expect(appliesToRegion(unless, region)).toBe(true);
  });

  it("knows nested choices by every step of their path", () => {
    const when = control({ name: "a", type: "text", visible_when: "choice-selected", when_tag: "mode", when_choice: ["bearing"] });
    expect(appliesToRegion(when, { mode: [["bearing", "outer race"]] })).toBe(true);
  });

  it("shows a task's field only once there is a region, if it says so", () => {
    const field = control({ name: "a", type: "text", per_region: false, visible_when: "region-selected" });
    expect(appliesToTask(field, { regions: [], values: {} })).toBe(false);
  });

  it("asks for no field that does not apply", () => {
    const bench = workbench();
    const controls = [
      control({ name: "label", type: "labels", options: [option("drift"), option("drop")] }),
      control({ name: "cause", type: "text", required: true, when_label: ["drift"], required_message: "Why?" }),
    ];
    const doc = (label: string) => docFromWire({ regions: [wireRegion({ values: { label: [label] } })], values: {} });
    const schema = { ...bench.schema, controls };
    expect(problemsOf(doc("drop"), schema)).toEqual([]);
    expect(problemsOf(doc("drift"), schema)).toMatchObject([{ message: "Why?", region: "r1", control: "cause" }]);
  });
});

describe("times", () => {
  const axis = (change: Partial<AxisInfo>): AxisInfo => ({
    kind: "time", decimals: 0, regular: true, step: parseTick("1000000000"), first: parseTick("1773446400000000000"), last: parseTick("1773532799000000000"), size: 86400, ...change,
  });
  const near = parseTick("1773479884125000000");

  it("show as many digits as tell the samples apart", () => {
    expect(clockText(axis({}), parseTick("1773479884000000000"), "UTC")).toBe("09:18:04");
    expect(clockText(axis({ step: parseTick("1000000") }), near, "UTC")).toBe("09:18:04.125");
    expect(clockText(axis({ step: parseTick("20000") }), parseTick("1773479884125020000"), "UTC")).toBe("09:18:04.125020");
    expect(momentText(axis({}), near, "Europe/Zurich")).toBe("2026-03-14 10:18:04");
  });

  it("are read as people type them, in the zone that is shown", () => {
    const at = (text: string, zone = "UTC") => parseMoment(axis({}), text, near, zone);
    expect(at("9:18")).toBe(1773479880000000000n);
    expect(at("09:18:04.125")).toBe(near);
    expect(at("10:18:04.125", "Europe/Zurich")).toBe(near);
    expect(at("2026-03-14T09:18:04,125Z", "Europe/Zurich")).toBe(near);
    expect(at("soon")).toBeNull();
    expect(at("9:99")).toBeNull();
  });

  it("are plain numbers on a numeric axis", () => {
    const numeric = axis({ kind: "number", decimals: 3, step: parseTick("1"), first: parseTick("0"), last: parseTick("9999"), size: 10000 });
    expect(momentText(numeric, parseTick("1250"), "UTC")).toBe("1.250");
    expect(parseMoment(numeric, "1.25", near, "UTC")).toBe(1250n);
    expect(parseMoment(numeric, "-0.5", near, "UTC")).toBe(-500n);
  });
});

describe("addresses", () => {
  it.each(["/faultmark/", "/faultmark/projects/4", "/faultmark/projects/4/tasks/17"])("%s is a page", (path) => {
    expect(pathOf(parseRoute(path))).toBe(path);
  });

  it("leave other pages to the server", () => {
    expect(parseRoute("/projects/4/data").page).toBe("unknown");
  });
});
