import { expect, test } from "vitest";

import { added, sizeText } from "./figures";

test("counts are added up over splits and classes", () => {
  expect(added({ train: { Drift: 2, normal: 5 }, test: { normal: 1 } })).toBe(8);
  expect(added({})).toBeNull();
  expect(added(undefined)).toBeNull();
});

test("sizes have three digits at most", () => {
  expect([0, 999, 1234, 12_345, 999_900, 5e9].map(sizeText)).toEqual(["0 B", "999 B", "1.2 kB", "12 kB", "1.0 MB", "5.0 GB"]);
});
