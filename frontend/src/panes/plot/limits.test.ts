import { describe, expect, it } from "vitest";

import { placeText } from "./limits";

const area = { left: 0, top: 0, width: 400, height: 100, ratio: 1 };
const size = { width: 60, height: 12 };

describe("what a limit says", () => {
  it("stands at the right end where nothing else does", () => {
    expect(placeText(50, size, 390, area, [])).toEqual({ left: 330, top: 44, right: 390, bottom: 56 });
  });
  it("gives way to the left, past all that stands there", () => {
    const taken = [{ left: 350, top: 40, right: 400, bottom: 58 }, { left: 260, top: 40, right: 300, bottom: 58 }];
    expect(placeText(50, size, 390, area, taken)).toEqual({ left: 194, top: 44, right: 254, bottom: 56 });
  });
  it("is left out where there is no room, and at the area's edges", () => {
    expect(placeText(50, size, 390, area, [{ left: 30, top: 0, right: 400, bottom: 99 }])).toBeNull();
    expect(placeText(3, size, 390, area, [])).toBeNull();
  });
});
