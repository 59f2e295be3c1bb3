import { describe, expect, it } from "vitest";

import { parseTick } from "../core/tick";
import { createApi } from "../net/api";
import type { Workbench } from "../net/types";
import { Session } from "./session";
import { control, CONTROLS, HandClock, MemoryStorage, option, wireRegion, workbench } from "./session.testing";

const at = (text: string) => parseTick(text);

function open(change: Partial<Workbench> = {}, storage = new MemoryStorage()) {
  const clock = new HandClock();
  const session = new Session(workbench(change), { api: createApi({ csrf: "" }), clock, storage, now: () => 0 });
  return { session, clock, storage };
}

const three = () => ({
  document: {
    ...workbench().document,
    regions: [
      wireRegion({ id: "a", start: "100", end: "200" }),
      wireRegion({ id: "b", start: "120", end: "150", values: { label: ["drop"], severity: 2 }, channels: ["p"] }),
      wireRegion({ id: "c", start: "400", end: "500" }),
    ],
  },
});
const proposals = [{ prediction_id: 9, model_version: "baseline", score: 0.5, regions: [wireRegion({ id: "p1", start: "300", end: "350", score: 0.9 })] }];
const places = (session: Session) => session.ordered.value.map(({ start, end }) => `${start}-${end}`);

describe("selecting", () => {
  it("takes up the next ones, and lets go of them on the way back", () => {
    const { session } = open(three());
    session.selection.only("a");
    session.selection.extend(1);
    session.selection.extend(1);
    expect(session.selection.ids.value).toEqual(["a", "b", "c"]);
    session.selection.extend(-1);
    expect(session.selection.ids.value).toEqual(["a", "b"]);
    session.selection.toggle("a");
    expect(session.selection.ids.value).toEqual(["b"]);
    session.selection.through("c");
    expect(session.selection.ids.value).toEqual(["b", "c"]);
  });

  it("cycles through nested regions from the innermost outwards, and around", () => {
    const { session } = open(three());
    const seen = [1, 2, 3].map(() => {
      session.selection.cycle(at("130"), 0n);
      return session.selection.lead.value;
    });
    expect(seen).toEqual(["b", "a", "b"]);
  });

  it("forgets what undo took away", () => {
    const { session } = open();
    session.regions.draw(at("1"), at("2"), false);
    session.history.undo();
    expect(session.selection.lead.value).toBeNull();
    expect(session.region).toBeNull();
  });
});

describe("several regions together", () => {
  it("take a class and a severity, each in one step", () => {
    const { session } = open(three());
    session.selection.set(["a", "c"]);
    session.regions.chooseLabel("label", "drop");
    session.regions.setValue(session.selection.ids.value, "severity", 5);
    expect(session.doc.value.regions.map(({ values }) => values)).toEqual([
      { label: ["drop"], severity: 5 }, { label: ["drop"], severity: 2 }, { label: ["drop"], severity: 5 },
    ]);
    session.history.undo();
    session.history.undo();
    expect(session.doc.value.regions.map(({ values }) => values.label)).toEqual([["drift"], ["drop"], ["drift"]]);
  });

  it("add a label where there may be several, and take it away where all have it", () => {
    const controls = [control({ name: "label", type: "labels", mode: "multiple", options: [option("drift"), option("drop")] })];
    const { session } = open({ ...three(), schema: { ...workbench().schema, controls } });
    session.selection.set(["a", "b"]);
    session.regions.chooseLabel("label", "drop");
    expect(session.doc.value.regions.map(({ values }) => values.label)).toEqual([["drift", "drop"], ["drop"], ["drift"]]);
    session.regions.chooseLabel("label", "drop");
    expect(session.doc.value.regions.map(({ values }) => values.label)).toEqual([["drift"], undefined, ["drift"]]);
  });

  it("move by samples, and none is squeezed at the end of the series", () => {
    const { session } = open(three());
    session.regions.nudge(["a", "c"], 10);
    expect(places(session)).toEqual(["110-210", "120-150", "410-510"]);
    session.regions.nudge(["a", "c"], 600);
    expect(places(session)).toContain("410-510");
  });

  it("are deleted and duplicated", () => {
    const { session } = open(three());
    session.regions.duplicate(["a", "b"]);
    expect(session.doc.value.regions).toHaveLength(5);
    expect(session.selection.ids.value).toHaveLength(2);
    session.regions.remove(session.selection.ids.value);
    expect(session.doc.value.regions.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });
});

describe("splitting and merging", () => {
  it("splits at a sample, and no sample belongs to both parts", () => {
    const { session } = open(three());
    expect(session.regions.split("c", at("450"))).toBe(true);
    expect(places(session)).toEqual(["100-200", "120-150", "400-450", "451-500"]);
    expect(session.region).toMatchObject({ start: 451n, values: { label: ["drift"] } });
    session.history.undo();
    expect(places(session)).toEqual(["100-200", "120-150", "400-500"]);
  });

  it("does not split outside of the region", () => {
    const { session } = open(three());
    expect(session.regions.split("c", at("500"))).toBe(false);
    expect(session.regions.split("c", at("20"))).toBe(false);
  });

  it("merges from the first start to the last end; the first one's values win", () => {
    const { session } = open(three());
    expect(session.regions.merge(["a"])).toBe(false);
    session.regions.merge(["b", "a", "c"]);
    expect(places(session)).toEqual(["100-500"]);
    expect(session.region).toMatchObject({ values: { label: ["drift"], severity: 2 }, channels: ["p"], origin: "manual" });
  });

  it("merges a proposal with a region into one that remembers the proposal", () => {
    const { session } = open({ ...three(), proposals });
    const key = session.proposals.open.value[0]?.key ?? "";
    session.regions.merge(["c", key]);
    expect(session.region).toMatchObject({ start: 300n, end: 500n, origin: "prediction-changed", parent: { prediction_id: 9, region_id: "p1" } });
    expect(session.proposals.open.value).toHaveLength(0);
  });
});

describe("a proposal that is edited", () => {
  it("becomes a region that remembers it, in one step, and stays selected", () => {
    const { session } = open({ proposals });
    session.selection.step(1);
    session.regions.setValue(session.selection.ids.value, "severity", 4);
    expect(session.region).toMatchObject({ origin: "prediction-changed", values: { label: ["drift"], severity: 4 }, parent: { region_id: "p1", score: 0.9 } });
    session.history.undo();
    expect(session.proposals.open.value).toHaveLength(1);
    expect(session.doc.value.regions).toHaveLength(0);
  });

  it("goes on being dragged by the name that it had", () => {
    const { session } = open({ proposals });
    const key = session.proposals.open.value[0]?.key ?? "";
    session.selection.only(key);
    for (const to of ["290", "280"]) session.regions.moveEdge(key, "start", at(to), "drag:1");
    expect(session.doc.value.regions).toHaveLength(1);
    expect(session.region).toMatchObject({ start: 280n, end: 350n });
    session.history.undo();
    expect(session.doc.value.regions).toHaveLength(0);
  });
});

describe("accepting", () => {
  const two = [{ ...proposals[0]!, regions: [wireRegion({ id: "p1", values: { label: ["drift"], severity: 3 } }), wireRegion({ id: "p2", start: "300", end: "350" })] }];

  it("goes on to the next, and stays where something is missing", () => {
    const { session } = open({ proposals: two });
    session.selection.step(1);
    session.acceptSelected();
    expect(session.proposal?.region.id).toBe("p2");
    session.acceptSelected();
    expect(session.region?.parent?.region_id).toBe("p2");
    expect(session.missing.value).toMatchObject([{ control: "severity" }]);
  });

  it("dismissing goes on to the next", () => {
    const { session } = open({ proposals: two });
    session.selection.step(1);
    session.dismissSelected();
    expect(session.proposal?.region.id).toBe("p2");
  });
});

describe("after a reload", () => {
  it("undo and redo work on from where they were, at the cost of what changed", () => {
    const first = open(three());
    first.session.regions.draw(at("1"), at("2"), false);
    first.session.regions.remove(["b"]);
    first.session.regions.setTaskValue("condition", ["stop"]);
    first.session.history.undo();
    first.session.dispose();
    const again = open(three(), first.storage).session;
    expect(places(again)).toEqual(["1-2", "100-200", "400-500"]);
    again.history.redo();
    expect(again.doc.value.values).toEqual({ condition: ["stop"] });
    for (let step = 0; step < 3; step += 1) again.history.undo();
    expect(places(again)).toEqual(["100-200", "120-150", "400-500"]);
    expect(again.history.undoes).toBeNull();
  });

  it("the oldest steps go first where the browser's storage is small", () => {
    const small = new MemoryStorage(9_000);
    const first = open(three(), small);
    for (let step = 0; step < 60; step += 1) first.session.regions.draw(at(`${step}`), at(`${step + 1}`), false);
    first.session.dispose();
    const saved = { document: { ...three().document, regions: JSON.parse(JSON.stringify(first.session.doc.value.regions.map((region) => ({ ...region, start: `${region.start}`, end: `${region.end}` })))) as never } };
    const again = open(saved, small).session;
    let undone = 0;
    while (again.history.undo() !== null) undone += 1;
    expect(undone).toBeGreaterThan(5);
    expect(undone).toBeLessThan(60);
  });

  it("asks what to do with labels that were never saved once others were saved since", () => {
    const first = open(three());
    first.session.regions.draw(at("1"), at("2"), false);
    first.session.dispose();
    const newer = { document: { ...three().document, version: "theirs", regions: [wireRegion({ id: "t" })] } };
    const again = open(newer, first.storage).session;
    expect(again.ordered.value.map(({ id }) => id)).toEqual(["t"]);
    again.saving.resolveLeftover(true);
    expect(places(again)).toEqual(["1-2", "100-200", "120-150", "400-500"]);
    again.history.undo();
    expect(again.ordered.value.map(({ id }) => id)).toEqual(["t"]);
  });
});

describe("what is missing", () => {
  it("is known all along, in the order of time, and said after a submit was tried", async () => {
    const { session } = open({ ...three(), schema: { ...workbench().schema, controls: CONTROLS } });
    expect(session.missing.value.map(({ region }) => region)).toEqual(["a", "c"]);
    expect(session.problems).toEqual([]);
    expect(await session.submit()).toBe(false);
    expect(session.problems[0]).toMatchObject({ region: "a", control: "severity", message: "Region 1 needs severity." });
  });
});
