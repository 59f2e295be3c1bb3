import { describe, expect, it } from "vitest";

import { asTick } from "../core/tick";
import { edgeAt, regionAt, regionViews, tags } from "./region-view";
import type { DrawnRegion } from "./types";
import { wheelDeed } from "./wheel";

function region(id: string, start: bigint, end: bigint, more: Partial<DrawnRegion> = {}): DrawnRegion {
  return {
    id, start: asTick(start), end: asTick(end), instant: start === end, color: "red", label: id, hatched: false, opacity: 1, score: null,
    channels: null, selected: false, editable: true, ...more,
  };
}
const window = { start: asTick(0n), end: asTick(1000n) };
const view = (...regions: DrawnRegion[]) => regionViews(regions, window, 1000, [["a"], ["b", "c"]]);

describe("regions in view", () => {
  it("are strong in the panes that show them and faint in the others", () => {
    expect(view(region("x", 0n, 9n, { channels: new Set(["c"]) }))[0]?.strong).toEqual([false, true]);
    expect(view(region("x", 0n, 9n))[0]?.strong).toEqual([true, true]);
  });
  it("are painted long before short, the selected one last, and only where in view", () => {
    const drawn = view(region("short", 10n, 20n), region("chosen", 0n, 500n, { selected: true }), region("long", 0n, 900n), region("gone", 2000n, 3000n));
    expect(drawn.map((one) => one.region.id)).toEqual(["long", "short", "chosen"]);
  });
});

describe("a click", () => {
  const nest = [region("outer", 100n, 800n), region("inner", 300n, 500n), region("instant", 400n, 400n)];
  it("takes the smallest region, but an edge or an instant within reach first", () => {
    expect(regionAt(view(...nest), 350, 5)?.id).toBe("inner");
    expect(regionAt(view(...nest), 402, 5)?.id).toBe("instant");
    expect(regionAt(view(...nest), 798, 5)?.id).toBe("outer");
    expect(regionAt(view(...nest), 50, 5)).toBeNull();
  });
  it("goes on to what lies beneath when repeated", () => {
    const [outer, inner] = nest;
    expect(regionAt(view(outer!, { ...inner!, selected: true }), 350, 5)?.id).toBe("outer");
    expect(regionAt(view({ ...outer!, selected: true }, inner!), 350, 5)?.id).toBe("inner");
  });
});

describe("the edges of the selected region", () => {
  it("can be taken hold of, unless it is not to be edited", () => {
    const chosen = region("x", 100n, 200n, { selected: true });
    expect(edgeAt(view(chosen), 103, 5)?.edge).toBe("start");
    expect(edgeAt(view(chosen), 196, 5)?.edge).toBe("end");
    expect(edgeAt(view(chosen), 150, 5)).toBeNull();
    expect(edgeAt(view({ ...chosen, editable: false }), 100, 5)).toBeNull();
    expect(edgeAt(view({ ...chosen, selected: false }), 100, 5)).toBeNull();
  });
  it("can both be reached on a region narrower than the reach", () => {
    const narrow = region("x", 100n, 102n, { selected: true });
    expect(edgeAt(view(narrow), 98, 5)?.edge).toBe("start");
    expect(edgeAt(view(narrow), 104, 5)?.edge).toBe("end");
  });
});

describe("tags", () => {
  const measure = (text: string): number => text.length * 7;
  it("make way for one another and stay on the plot", () => {
    const placed = tags(view(region("long name", 100n, 400n), region("other", 110n, 300n), region("last", 990n, 999n)), 1000, measure);
    expect(placed.map((tag) => [tag.text, tag.row])).toEqual([["last", 0], ["other", 0], ["long name", 1]]);
    expect(placed[0]!.x + placed[0]!.width).toBeLessThanOrEqual(1000);
  });
  it("give a proposal's score even where its name has no room", () => {
    const wide = region("drop", 0n, 400n, { hatched: true, score: 0.926 });
    expect(tags(view(wide), 1000, measure)[0]?.text).toBe("drop .93");
    expect(tags(view({ ...wide, end: asTick(40n) }), 1000, measure)[0]?.text).toBe(".93");
  });
});

describe("the wheel", () => {
  const turn = { deltaX: 0, deltaY: 100, deltaMode: 0, ctrlKey: false, shiftKey: false };
  it("zooms, and back by the same amount", () => {
    const out = wheelDeed(turn, false);
    const back = wheelDeed({ ...turn, deltaY: -100 }, false);
    expect(out?.kind === "zoom" && back?.kind === "zoom" && out.factor * back.factor).toBeCloseTo(1, 10);
    expect(out?.kind === "zoom" && out.factor).toBeGreaterThan(1);
  });
  it("pans with shift, with control held, and with a sideways swipe; a pinch zooms", () => {
    expect(wheelDeed({ ...turn, shiftKey: true }, false)).toEqual({ kind: "pan", pixels: 100 });
    expect(wheelDeed({ ...turn, ctrlKey: true }, true)).toEqual({ kind: "pan", pixels: 100 });
    expect(wheelDeed({ ...turn, deltaX: -30, deltaY: 2 }, false)).toEqual({ kind: "pan", pixels: -30 });
    expect(wheelDeed({ ...turn, ctrlKey: true, deltaY: 5 }, false)?.kind).toBe("zoom");
    expect(wheelDeed({ ...turn, deltaMode: 1, deltaY: 3, shiftKey: true }, false)).toEqual({ kind: "pan", pixels: 48 });
  });
});
