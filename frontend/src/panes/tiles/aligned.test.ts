import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { parseTick } from "../../core/tick";
import { parseAxis } from "../../net/axis";
import type { WireAxis } from "../../net/types";
import { alignedWindow } from "./aligned";

interface WireWindow {
  readonly start: string;
  readonly end: string;
  readonly width: number;
}
const VECTORS = JSON.parse(readFileSync(join(import.meta.dirname, "../../../../tests/vectors/aligned-windows.json"), "utf8")) as {
  axis: WireAxis;
  window: WireWindow;
  expected: WireWindow | null;
}[];
const parsed = ({ start, end, width }: WireWindow) => ({ start: parseTick(start), end: parseTick(end), width });

it.each(VECTORS)("aligns $window by the benchmark's rule", ({ axis, window, expected }) => {
  expect(alignedWindow(parseAxis(axis), parsed(window), window.width)).toEqual(expected && parsed(expected));
});

it("leaves an irregular axis alone", () => {
  const axis = { ...parseAxis(VECTORS[0]!.axis), regular: false, step: null };
  expect(alignedWindow(axis, parsed(VECTORS[0]!.window), 10)).toBeNull();
});
