import { describe, expect, it } from "vitest";

import { wheelDeed } from "./wheel";

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
