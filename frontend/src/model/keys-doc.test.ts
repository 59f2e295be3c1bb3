/// <reference types="node" />
import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { shownKey } from "./keymap";
import { ACTIONS, GROUPS, type Action } from "./keys";

/** How the page writes an action's keys. */
function written({ keys, counted }: Action): string {
  const [first = "", ...rest] = keys;
  if (counted) return `\`${shownKey(first)}\` to \`${shownKey(keys.at(-1) ?? "")}\``;
  return [first, ...rest].map((key) => `\`${shownKey(key)}\``).join(" ");
}

it("the page about the keys tells every key that there is", () => {
  const page = readFileSync(new URL("../../../docs/how-to/keys.md", import.meta.url), "utf8");
  const tables = GROUPS.map((group) => {
    const rows = ACTIONS.filter((action) => action.group === group).map((action) => `| ${written(action)} | ${action.description} |`);
    return `### ${group}\n\n| key | what it does |\n| --- | --- |\n${rows.join("\n")}\n`;
  });
  const [, told = ""] = page.split("<!-- keys -->\n\n");
  expect(told).toBe(tables.join("\n"));
});
