import { describe, expect, it } from "vitest";

import { parseTick } from "../core/tick";
import type { AxisInfo } from "../core/types";
import { Keymap, shownKey } from "./keymap";
import { ACTIONS } from "./keys";
import { problemsOf } from "./problems";
import { docFromWire } from "./region";
import { parseRoute, pathOf } from "./route";
import { condition, control, option, wireRegion, workbench } from "./session.testing";
import { clockText, momentText } from "./times";
import { readTime } from "./typed-time";
import { appliesToRegion, appliesToTask } from "./visibility";

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

describe("keys", () => {
  const keymap = new Keymap();

  it("give no key to two actions", () => {
    expect(keymap.conflicts).toEqual([]);
    expect(ACTIONS.every(({ name }) => keymap.keys(name).length > 0)).toBe(true);
  });

  it("know digits with shift on any layout, Command as Ctrl, and signs that need shift", () => {
    expect(keymap.meaning(press("+", { shiftKey: true, code: "Digit1" }))).toEqual({ action: "rating", number: 0 });
    expect(keymap.meaning(press("3", { code: "Digit3" }))).toEqual({ action: "label", number: 2 });
    expect(keymap.meaning(press("Z", { metaKey: true, shiftKey: true }))?.action).toBe("redo");
    expect(keymap.meaning(press("?", { shiftKey: true }))?.action).toBe("help");
    expect(keymap.meaning(press("<", { shiftKey: true }))?.action).toBe("moveLeftFar");
    expect(keymap.meaning(press("J", { altKey: true }))).toBeNull();
  });

  it("take what the user chose, and say where two actions share a key", () => {
    const mine = new Keymap({ submit: ["ctrl+s"], split: ["m"], help: [""] });
    expect(mine.meaning(press("s", { ctrlKey: true }))?.action).toBe("submit");
    expect(mine.meaning(press("s"))).toBeNull();
    expect(mine.conflicts.map(({ key, actions }) => [key, actions.map(({ name }) => name)])).toEqual([["m", ["split", "merge"]]]);
    expect(mine.taken("m", "split")?.name).toBe("merge");
    expect(mine.shown("help")).toBe("");
  });

  it("are shown as they stand on the keyboard", () => {
    expect(["shift+4", "ctrl+shift+z", "arrowleft", "+", "[", "enter"].map(shownKey)).toEqual(["⇧4", "Ctrl+⇧Z", "←", "+", "[", "↵"]);
  });
});

describe("which fields apply", () => {
  const { schema: base } = workbench();
  const mode = control({ name: "mode", type: "choices", options: [option("wear"), option("other")] });
  const applies = (field: ReturnType<typeof control>, values: Record<string, unknown[]>) => {
    const doc = docFromWire({ regions: [wireRegion({ values })], values: {} });
    const [region] = doc.regions;
    if (region === undefined) throw new Error("no region");
    return appliesToRegion(field, region, doc, { ...base, controls: [...base.controls, mode, field] });
  };

  it("follows whenLabelValue, whenTagName and whenChoiceValue", () => {
    const forDrift = control({ name: "a", type: "text", conditions: [condition({ when_label: ["drift"] })] });
    expect(applies(forDrift, { label: ["drift"] })).toBe(true);
    expect(applies(forDrift, { label: ["drop"] })).toBe(false);
    const whenChosen = control({ name: "b", type: "text", conditions: [condition({ visible_when: "choice-selected", when_tag: "mode", when_choice: ["wear"] })] });
    expect(applies(whenChosen, { label: ["drift"], mode: ["wear"] })).toBe(true);
    expect(applies(whenChosen, { label: ["drift"], mode: ["other"] })).toBe(false);
    const byValueAlone = control({ name: "c", type: "text", conditions: [condition({ when_choice: ["wear"] })] });
    expect(applies(byValueAlone, { mode: ["wear"] })).toBe(true);
    expect(applies(byValueAlone, {})).toBe(false);
    const unless = control({ name: "d", type: "text", conditions: [condition({ visible_when: "choice-unselected", when_tag: "mode", when_choice: ["wear"] })] });
    expect(applies(unless, { label: ["drift"] })).toBe(true);
  });

  it("takes all conditions along the path together", () => {
    const inner = condition({ visible_when: "choice-selected", when_tag: "mode", when_choice: ["wear"] });
    const outer = condition({ visible_when: "region-selected", when_label: ["drift"] });
    const both = control({ name: "e", type: "text", conditions: [inner, outer] });
    expect(applies(both, { label: ["drift"], mode: ["wear"] })).toBe(true);
    expect(applies(both, { label: ["drop"], mode: ["wear"] })).toBe(false);
    expect(applies(both, { label: ["drift"], mode: ["other"] })).toBe(false);
  });

  it("knows a nested choice by the last step of its path", () => {
    const when = control({ name: "a", type: "text", conditions: [condition({ visible_when: "choice-selected", when_tag: "mode", when_choice: ["outer race"] })] });
    expect(applies(when, { mode: [["bearing", "outer race"]] })).toBe(true);
    const parent = { ...when, conditions: when.conditions.map((one) => ({ ...one, when_choice: ["bearing"] })) };
    expect(applies(parent, { mode: [["bearing", "outer race"]] })).toBe(false);
  });

  it("shows a task's field only once there is a region, if it says so", () => {
    const field = control({ name: "a", type: "text", per_region: false, conditions: [condition({ visible_when: "region-selected" })] });
    expect(appliesToTask(field, { regions: [], values: {} }, base)).toBe(false);
    expect(appliesToTask(field, docFromWire({ regions: [wireRegion()], values: {} }), base)).toBe(true);
  });

  it("asks for no field that does not apply", () => {
    const controls = [
      control({ name: "label", type: "labels", options: [option("drift"), option("drop")] }),
      control({ name: "cause", type: "text", required: true, conditions: [condition({ when_label: ["drift"] })], required_message: "Why?" }),
    ];
    const problems = (label: string) => {
      const doc = docFromWire({ regions: [wireRegion({ values: { label: [label] } })], values: {} });
      return problemsOf(doc, doc.regions, { ...base, controls });
    };
    expect(problems("drop")).toEqual([]);
    expect(problems("drift")).toMatchObject([{ message: "Why?", region: "r1", control: "cause" }]);
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
    const at = (text: string, zone = "UTC") => {
      const read = readTime(axis({}), text, near, zone);
      return "tick" in read ? read.tick : read.problem;
    };
    const minute = 1773479880000000000n;
    expect(at("9:18")).toBe(minute);
    expect(at("09:18:04.125")).toBe(near);
    expect(at("10:18:04.125", "Europe/Zurich")).toBe(near);
    expect(at("2026-03-14T09:18:04,125Z", "Europe/Zurich")).toBe(near);
    expect(at("2026-03-14 11:18+02:00")).toBe(minute);
    expect(at("14.03.2026 09:18")).toBe(minute);
    expect(at("14 Mar 2026 09:18")).toBe(minute);
    expect(at("2026-03-14")).toBe(1773446400000000000n);
    expect(at("+5m")).toBe(near + 300_000_000_000n);
    expect(at("-1h 30m")).toBe(near - 5_400_000_000_000n);
    expect(at("+2.5ms")).toBe(near + 2_500_000n);
    expect(at("#10")).toBe(1773446410000000000n);
    expect(["1773479884.125", "1773479884125", "1773479884125000", "1773479884125000000"].map((text) => at(text))).toEqual([near, near, near, near]);
    expect(at("end")).toBe(1773532799000000000n);
  });

  it("that cannot be read are answered with what can", () => {
    const problem = (text: string) => readTime(axis({}), text, near, "UTC");
    expect(problem("soon")).toMatchObject({ problem: expect.stringContaining("“soon”") as string });
    expect(problem("9:99")).toMatchObject({ problem: expect.stringContaining("clock") as string });
    expect(problem("2026-02-30")).toMatchObject({ problem: "There is no day 30 in month 2 of 2026." });
    expect(problem("03/04/2026")).toMatchObject({ problem: expect.stringContaining("two different days") as string });
    expect(problem("+5 parsecs")).toMatchObject({ problem: expect.stringContaining("“parsecs”") as string });
    expect(problem("#86400")).toMatchObject({ problem: expect.stringContaining("#86,399") as string });
  });

  it("are plain numbers on a numeric axis", () => {
    const numeric = axis({ kind: "number", decimals: 3, step: parseTick("1"), first: parseTick("-100"), last: parseTick("9999"), size: 10100 });
    expect(momentText(numeric, parseTick("1250"), "UTC")).toBe("1.250");
    expect(readTime(numeric, "1.25", near, "UTC")).toEqual({ tick: 1250n });
    expect(readTime(numeric, "-0.05", near, "UTC")).toEqual({ tick: -50n });
    expect(readTime(numeric, "+0.5", parseTick("1000"), "UTC")).toEqual({ tick: 1500n });
    expect(readTime({ ...numeric, first: parseTick("0") }, "-0.5", parseTick("1250"), "UTC")).toEqual({ tick: 750n });
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
