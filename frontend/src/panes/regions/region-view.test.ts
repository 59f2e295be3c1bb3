import { describe, expect, it } from "vitest";

import { asTick } from "../../core/tick";
import type { DrawnRegion } from "../types";
import { edgeAt, regionAt, regionViews, tagAt, tags } from "./region-view";

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
  it("takes the smallest region, and reaches an instant from beside it", () => {
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
  it("keeps touching regions apart up to their common edge", () => {
    const touching = [region("long", 100n, 500n), region("short", 500n, 520n)];
    expect(regionAt(view(...touching), 498, 5)?.id).toBe("long");
    expect(regionAt(view(...touching), 502, 5)?.id).toBe("short");
  });
  it("that adds takes what is not selected yet, else lets go of what is", () => {
    const [outer, inner] = nest;
    expect(regionAt(view(outer!, { ...inner!, selected: true }), 350, 5, true)?.id).toBe("outer");
    expect(regionAt(view({ ...outer!, selected: true }, { ...inner!, selected: true }), 350, 5, true)?.id).toBe("inner");
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
  it("belong to the nearest of several that are selected", () => {
    const one = region("one", 100n, 200n, { selected: true });
    const other = region("other", 206n, 300n, { selected: true });
    expect(edgeAt(view(one, other), 202, 5)).toMatchObject({ region: { id: "one" }, edge: "end" });
    expect(edgeAt(view(one, other), 204, 5)).toMatchObject({ region: { id: "other" }, edge: "start" });
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
    // A lane tells it already.
    expect(tags(view(wide), 1000, measure, new Set(["drop"]))).toEqual([]);
  });
  it("are found where they are, row by row", () => {
    const placed = tags(view(region("upper", 110n, 300n), region("lower", 100n, 400n)), 1000, measure);
    expect(tagAt(placed, 115, 8)?.id).toBe("upper");
    expect(tagAt(placed, 115, 28)?.id).toBe("lower");
    expect(tagAt(placed, 115, 48)).toBeNull();
    expect(tagAt(placed, 290, 8)).toBeNull();
  });
});
