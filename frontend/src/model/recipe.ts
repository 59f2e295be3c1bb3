/** A recipe of a dataset: what the form asks, and the YAML that the server reads. */

export type SplitBy = "machine" | "run" | "time";

export interface RecipeForm {
  readonly name: string;
  readonly events: boolean;
  readonly samples: boolean;
  readonly windows: boolean;
  readonly length: number;
  readonly stride: number;
  readonly rule: "any" | "majority" | "centre" | "last";
  readonly normalise: "zscore" | "minmax" | "none";
  readonly by: SplitBy;
  /** In percent. */
  readonly validation: number;
  readonly test: number;
  readonly agreement: number;
  /** Classes whose samples count as not labeled, separated by commas. */
  readonly ignore: string;
}

export const FIRST_RECIPE: RecipeForm = {
  name: "dataset", events: true, samples: true, windows: true, length: 256, stride: 64, rule: "any", normalise: "zscore", by: "machine", validation: 15, test: 15, agreement: 0, ignore: "",
};

/** A name that the folder of a dataset may have. */
export function recipeName(title: string): string {
  const plain = title.normalize("NFKD").replace(/\p{M}+/gu, "").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase().slice(0, 64);
  return plain === "" ? FIRST_RECIPE.name : plain;
}

/** What the YAML calls itself. */
export function nameIn(recipe: string): string | null {
  return /^name:\s*["']?([^"'\s#]+)/m.exec(recipe)?.[1] ?? null;
}

const quoted = (text: string): string => JSON.stringify(text);

export function recipeText(form: RecipeForm, project: number): string {
  const lines = [`name: ${quoted(form.name)}`, `project: ${project}`];
  const ignore = form.ignore.split(",").map((name) => name.trim()).filter((name) => name !== "");
  if (form.agreement > 0 || ignore.length > 0) {
    lines.push("labels:");
    if (form.agreement > 0) lines.push(`  min_agreement: ${form.agreement}`);
    if (ignore.length > 0) lines.push(`  ignore: [${ignore.map(quoted).join(", ")}]`);
  }
  if (!form.events) lines.push("events: []");
  if (!form.samples) lines.push("samples: false");
  if (form.windows) {
    lines.push("windows:", `  length: ${form.length}`, `  stride: ${form.stride}`, `  rule: ${form.rule}`, `  normalise: ${form.normalise}`);
  }
  if (form.windows || form.samples) {
    const shares: [string, number][] = [["train", 100 - form.validation - form.test], ["validation", form.validation], ["test", form.test]];
    const kept = shares.filter(([, percent]) => percent !== 0).map(([name, percent]) => `${name}: ${percent / 100}`);
    lines.push("splits:", `  by: ${form.by}`, `  shares: {${kept.join(", ")}}`);
  }
  return `${lines.join("\n")}\n`;
}
