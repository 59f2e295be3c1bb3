import { signal } from "@preact/signals-core";
import { describe, expect, it } from "vitest";

import { parseTick } from "../core/tick";
import { eventsFromWire, nextWorkOrder, workOrdersNear } from "./events";
import { Kept } from "./kept";
import { arrange, NO_LAYOUT, withColor, withOrder, withOverlay, withPane, withSeparate, withSolo, type Layout } from "./layout";
import { originText } from "./origin";
import { parsePlace, placeText } from "./place";
import { proposalsFromWire } from "./proposals";
import { acceptedFrom, withEdge } from "./region";
import { HandClock, settled, wireRegion, workbench } from "./session.testing";
import { Tabs, type Channel } from "./tabs";

const at = (text: string) => parseTick(text);

describe("the arrangement of channels", () => {
  const channel = (column: string, index: number | null) => ({ column, index, title: column, units: "", color: null, height: null, range: null, display_format: "" });
  const schema = {
    ...workbench().schema,
    panes: [{ title: "vibration", channels: [channel("de", 0), channel("nde", 1)] }, { title: "temp", channels: [channel("temp", 2)] }, { title: "lost", channels: [channel("lost", null)] }],
  };
  const shown = (layout: Layout) => arrange(schema, layout).map((pane) => `${pane.hidden ? "-" : ""}${pane.title}:${pane.channels.map(({ column }) => column).join("+")}`);

  it("is the config's to begin with, without channels that the file lacks", () => {
    expect(shown(NO_LAYOUT)).toEqual(["vibration:de+nde", "temp:temp"]);
  });

  it("overlays, separates, orders, hides and shows alone", () => {
    const overlaid = withOverlay(schema, NO_LAYOUT, "temp", "de");
    expect(shown(overlaid)).toEqual(["de, nde, temp:de+nde+temp"]);
    const apart = withSeparate(schema, overlaid, "de");
    expect(shown(apart)).toEqual(["de:de", "nde:nde", "temp:temp"]);
    expect(shown(withOrder(schema, apart, "temp", "de"))).toEqual(["temp:temp", "de:de", "nde:nde"]);
    const alone = withSolo(schema, apart, "nde");
    expect(shown(alone)).toEqual(["-de:de", "nde:nde", "-temp:temp"]);
    expect(shown(withSolo(schema, alone, "nde"))).toEqual(["de:de", "nde:nde", "temp:temp"]);
    expect(arrange(schema, withPane(schema, apart, "de", { height: 90, scale: { mode: "log", low: null, high: null } }))[0]).toMatchObject({ height: 90, scale: { mode: "log" } });
    expect(withColor(withColor(apart, "de", "#123456"), "de", null).colors).toEqual({});
  });

  it("puts what it does not know last, and forgets nothing of what is missing today", () => {
    const old: Layout = { ...NO_LAYOUT, panes: [{ channels: ["temp", "gone"], height: null, collapsed: false, hidden: false, scale: null }] };
    expect(shown(old)).toEqual(["temp:temp", "vibration:de+nde"]);
  });
});

describe("choices that the server keeps", () => {
  it("hold at once, are sent once, and are tried again", async () => {
    const clock = new HandClock();
    const sent: number[] = [];
    let down = true;
    const kept = new Kept(1, (value) => (down ? Promise.reject(new Error("away")) : Promise.resolve(sent.push(value))), clock);
    kept.set(2);
    kept.set(3);
    expect(kept.current.value).toBe(3);
    await clock.pass(1000);
    expect(kept.failure.value).toBe("away");
    down = false;
    await clock.pass(10_000);
    await settled();
    expect([sent, kept.failure.value]).toEqual([[3], null]);
  });
});

describe("two tabs", () => {
  /** Channels that hear one another but not themselves, as the browser's do. */
  function wire(): () => Channel {
    const all: { listener: ((event: { data: unknown }) => void) | null; channel: Channel }[] = [];
    return () => {
      const entry: (typeof all)[number] = { listener: null, channel: { postMessage: (data) => { for (const other of all) if (other !== entry) other.listener?.({ data }); }, addEventListener: (_type, listener) => { entry.listener = listener; }, close: () => { all.splice(all.indexOf(entry), 1); } } };
      all.push(entry);
      return entry.channel;
    };
  }

  it("know of one another, and the second is told what the first saved", () => {
    const join = wire();
    const [mine, theirs] = [signal("v1"), signal("v1")];
    const first = new Tabs("one", join(), mine);
    const second = new Tabs("two", join(), theirs);
    expect([first.others.value, second.others.value]).toEqual([1, 1]);
    mine.value = "v2";
    expect(second.elsewhere.value).toBe("v2");
    expect(first.elsewhere.value).toBeNull();
    theirs.value = "v2";
    expect([first.elsewhere.value, second.elsewhere.value]).toEqual([null, null]);
    first.dispose();
    expect(second.others.value).toBe(0);
  });
});

describe("the address", () => {
  it("holds view, crosshair and region, and leaves out what cannot be read", () => {
    const place = { window: { start: at("-5"), end: at("1773479884125000000") }, cursor: at("7"), region: "U8 kq&" };
    expect(parsePlace(`#${placeText(place)}`)).toEqual(place);
    expect(parsePlace("#view=9..3&at=soon")).toEqual({ window: null, cursor: null, region: null });
  });
});

describe("where a region comes from", () => {
  const axis = { kind: "time" as const, decimals: 0, regular: true, step: at("1000000000"), first: at("0"), last: at("90000000000000"), size: 90001 };
  const [proposal] = proposalsFromWire([{ prediction_id: 1, model_version: "baseline 2.1", score: 0.87, regions: [wireRegion({ start: "100000000000", end: "500000000000" })] }]);
  if (proposal === undefined) throw new Error("no proposal");
  const accepted = acceptedFrom({ ...proposal.region, score: 0.87 }, 1);

  it("is told in one line", () => {
    expect(originText(accepted, proposal, axis)).toBe("Proposed by baseline 2.1 with .87, accepted as it was");
    const moved = withEdge(accepted, "start", at("59000000000"));
    expect(originText(moved, proposal, axis)).toBe("Proposed by baseline 2.1 with .87, start moved 41 s earlier by you");
    expect(originText({ ...moved, start: accepted.start, values: { label: ["drop"] } }, proposal, axis)).toContain("drift changed to drop by you");
    expect(originText({ ...accepted, parent: null }, null, axis)).toBeNull();
  });
});

describe("work orders", () => {
  const event = (id: string, start: string, end: string | null, kind: "work_order" | "alarm" = "work_order") => ({ id, kind, title: id, start, end, severity: null, channel: null, detail: "" });
  const events = eventsFromWire([event("far", "900", null), event("near", "210", null), event("alarm", "150", null, "alarm"), event("during", "90", "120")]);

  it("come by their distance from the region, and a key goes through them", () => {
    const near = workOrdersNear(events, { start: at("100"), end: at("200") });
    expect(near.map(({ id }) => id)).toEqual(["during", "near", "far"]);
    expect([null, "during", "near", "far"].map((current) => nextWorkOrder(near, current))).toEqual(["during", "near", "far", null]);
  });
});
