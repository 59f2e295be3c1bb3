import { describe, expect, it } from "vitest";

import { crowd } from "./density";

describe("the crowd of ranges", () => {
  it("counts those that touch each pixel, whatever lies outside", () => {
    expect([...crowd([[0, 2], [2, 3], [-5, 0], [4, 99], [200, 300]], 6)]).toEqual([2, 1, 2, 1, 1, 1]);
  });
  it("agrees with counting one by one", () => {
    const ranges = Array.from({ length: 300 }, (_, i): [number, number] => [(i * 37) % 113, ((i * 37) % 113) + (i % 17)]);
    const slow = Array.from({ length: 100 }, (_, x) => ranges.filter(([from, to]) => from <= x && to >= x).length);
    expect([...crowd(ranges, 100)]).toEqual(slow);
  });
});
