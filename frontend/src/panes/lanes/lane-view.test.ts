import { describe, expect, it } from "vitest";

import { asTick } from "../../core/tick";
import type { DrawnRegion, LaneEvent, LaneSpec } from "../types";
import { fit, itemsAt, laneView } from "./lane-view";

const window = { start: asTick(0n), end: asTick(1000n) };
const measure = (text: string): number => text.length * 7;

function region(id: string, start: bigint, end: bigint, more: Partial<DrawnRegion> = {}): DrawnRegion {
  return {
    id, start: asTick(start), end: asTick(end), instant: false, color: "red", label: id, hatched: false, opacity: 1, score: null,
    channels: null, selected: false, editable: true, ...more,
  };
}
function event(id: string, kind: LaneEvent["kind"], start: bigint, end: bigint | null = null): LaneEvent {
  return { id, kind, title: id, start: asTick(start), end: end === null ? null : asTick(end) };
}
const regions = (...items: DrawnRegion[]): LaneSpec => ({ id: "l", title: "l", kind: "regions", tone: "plain", items });
const events = (...items: LaneEvent[]): LaneSpec => ({ id: "e", title: "e", kind: "events", tone: "plain", items });
const view = (spec: LaneSpec) => laneView(spec, window, 1000, measure);
const texts = (spec: LaneSpec): Record<string, string | null> =>
  Object.fromEntries(view(spec).items.map(({ source, text }) => [source.id, text && `${text.inside ? "in" : "at"} ${text.x}: ${text.text}`]));

describe("a lane of regions", () => {
  it("names blocks inside where that fits, else beside where that is free", () => {
    expect(texts(regions(region("drift", 100n, 300n), region("drop", 310n, 320n), region("x", 700n, 704n), region("y", 706n, 710n)))).toEqual({
      drift: "in 106: drift", drop: "at 326: drop", x: null, y: "at 716: y",
    });
  });
  it("keeps the name of a block that begins before the view on it", () => {
    expect(texts(regions(region("drift", -500n, 300n)))).toEqual({ drift: "in 6: drift" });
  });
  it("gives a proposal's score first place", () => {
    const proposal = (end: bigint) => region("drop", 100n, end, { hatched: true, score: 0.93 });
    expect(texts(regions(proposal(300n)))).toEqual({ drop: "in 106: drop .93" });
    expect(texts(regions(proposal(140n)))).toEqual({ drop: "in 106: .93" });
    expect(texts(regions(proposal(124n)))).toEqual({ drop: "in 101.5: .93" });
  });
  it("leaves out what would meet another block or another score", () => {
    const proposal = (id: string, start: bigint, end: bigint, more: Partial<DrawnRegion> = {}) => region(id, start, end, { hatched: true, score: 0.93, ...more });
    // Two moments side by side: the first has no room, the second has.
    expect(texts(regions(proposal("a", 100n, 102n), proposal("b", 112n, 114n)))).toEqual({ a: null, b: "at 120: b .93" });
    // A narrow one over a wide one's beginning: the wide one writes beside itself.
    expect(texts(regions(proposal("wide", 100n, 400n), proposal("s", 110n, 140n)))).toEqual({ wide: "at 406: wide .93", s: "in 114.5: .93" });
    // Beside a moment lies a wide block, though it began earlier.
    expect(texts(regions(proposal("wide", 100n, 400n), proposal("m", 300n, 302n)))).toEqual({ wide: "in 106: wide .93", m: null });
    // Two that end together write once; the selected one is asked first.
    expect(texts(regions(proposal("m", 300n, 302n), proposal("n", 300n, 302n, { selected: true })))).toEqual({ m: null, n: "at 308: n .93" });
  });
  it("writes beside the frame that a block lies in, and never under the next", () => {
    const frame = (id: string, start: bigint, end: bigint) => region(id, start, end, { outline: "disagreement" });
    const block = region("drop", 100n, 110n);
    const placed = (...frames: DrawnRegion[]) => view(regions(block, ...frames)).items.find(({ source }) => source.id === "drop")?.text?.x ?? null;
    expect(placed()).toBe(116);
    // Its own frame ends 3 pixels behind it, or where the other annotator's block ends.
    for (const end of [110, 130]) expect(placed(frame("own", 95n, BigInt(end)))).toBeGreaterThan(end + 3);
    // "drop" takes 28 pixels.
    expect(placed(frame("next", 160n, 200n))).toBe(116);
    expect(placed(frame("next", 135n, 200n))).toBeNull();
    expect(placed(frame("own", 95n, 130n), frame("next", 150n, 200n))).toBeNull();
  });
  it("lets a click reach everything: the narrowest first, then the next, a frame last", () => {
    const frame = region("frame", 100n, 400n, { outline: "disagreement" });
    const [outer, inner] = [region("outer", 100n, 400n), region("inner", 200n, 300n)];
    expect(itemsAt(view(regions(frame, outer, inner)), 250, 5).next?.id).toBe("inner");
    expect(itemsAt(view(regions(frame, outer, { ...inner, selected: true })), 250, 5).next?.id).toBe("outer");
    expect(itemsAt(view(regions(frame, { ...outer, selected: true }, inner)), 250, 5).next?.id).toBe("frame");
    expect(itemsAt(view(regions(frame, { ...outer, selected: true }, inner)), 250, 5)).toMatchObject({ shown: { id: "outer" }, narrowest: { id: "inner" } });
    expect(itemsAt(view(regions(frame, outer, inner)), 50, 5).next).toBeNull();
  });
});

describe("a lane of events", () => {
  it("writes moments beside their marks, and regimes where these leave room", () => {
    expect(texts(events(event("duty", "regime", 100n, 900n), event("alarm", "alarm", 300n), event("order", "work-order", 980n)))).toEqual({
      duty: "in 107: duty", alarm: "at 309: alarm", order: "at 936: order",
    });
  });
  it("uses the room on the left, cuts what has too little, and leaves out what has next to none", () => {
    expect(texts(events(event("alarm: vibration", "alarm", 300n), event("b", "alarm", 370n), event("cc", "alarm", 375n)))).toEqual({
      "alarm: vibration": "at 179: alarm: vibration", b: "at 354: b", cc: "at 384: cc",
    });
    expect(fit("vibration", 50, measure)).toBe("vibrat…");
    expect(fit("vibration", 20, measure)).toBeNull();
  });
  it("can be hit on its mark from beside it, and shows ranges whole", () => {
    const lane = view(events(event("duty", "regime", 100n, 900n), event("alarm", "alarm", 300n)));
    expect(itemsAt(lane, 303, 5).next?.id).toBe("alarm");
    expect(itemsAt(lane, 320, 5).next?.id).toBe("duty");
    expect(view(events(event("long", "work-order", -50n, 50n))).items).toHaveLength(1);
  });
});
