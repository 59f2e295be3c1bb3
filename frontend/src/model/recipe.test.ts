import { expect, test } from "vitest";

import { FIRST_RECIPE, nameIn, recipeName, recipeText } from "./recipe";

test("a form becomes the recipe that somebody would write", () => {
  const text = recipeText({ ...FIRST_RECIPE, name: "pumps", by: "time", validation: 0, test: 30, agreement: 0.5, ignore: "unsure, a: b" }, 3);
  expect(text).toBe(`name: "pumps"
project: 3
labels:
  min_agreement: 0.5
  ignore: ["unsure", "a: b"]
windows:
  length: 256
  stride: 64
  rule: any
  normalise: zscore
splits:
  by: time
  shares: {train: 0.7, test: 0.3}
`);
  expect(nameIn(text)).toBe("pumps");
});

test("events alone need neither windows nor splits", () => {
  expect(recipeText({ ...FIRST_RECIPE, samples: false, windows: false }, 3)).toBe('name: "dataset"\nproject: 3\nsamples: false\n');
});

test("a title becomes a name of a folder", () => {
  expect(recipeName("Pümp house №3 (Basel)")).toBe("pump-house-no3-basel");
  expect(recipeName("泵")).toBe("dataset");
});
