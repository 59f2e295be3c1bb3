import js from "@eslint/js";
import globals from "globals";
import tseslint from "typescript-eslint";

// screens → model, panes → net → core. A folder may import itself and what is below it; siblings never each other.
const below = {
  core: [],
  net: ["core"],
  model: ["net", "core"],
  panes: ["net", "core"],
  screens: ["model", "panes", "net", "core"],
};
const folders = Object.keys(below);

function layer(folder) {
  const forbidden = folders.filter((other) => other !== folder && !below[folder].includes(other));
  const patterns = forbidden.map((other) => ({
    regex: `^(\\.\\./)+${other}(/|$)`,
    message: `${folder}/ may import ${[folder, ...below[folder]].join(", ")} only.`,
  }));
  if (folder !== "screens") {
    patterns.push({ regex: "^preact(/|$)", message: "Components live in screens/; take signals from @preact/signals-core." });
  }
  if (folder === "core") {
    patterns.push({ regex: "^[^./]", message: "core/ depends on nothing." });
  }
  return {
    files: [`src/${folder}/**/*.{ts,tsx}`],
    ignores: ["**/*.test.{ts,tsx}"],
    rules: { "no-restricted-imports": ["error", { patterns }] },
  };
}

export default tseslint.config(
  { ignores: ["node_modules", "dist", "coverage", "src/net/schema.d.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: { project: ["./tsconfig.node.json", "./tsconfig.json"], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unnecessary-condition": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "max-lines": ["error", { max: 400, skipComments: true, skipBlankLines: true }],
    },
  },
  ...folders.map(layer),
  { files: ["**/*.test.{ts,tsx}", "dev/**"], rules: { "@typescript-eslint/no-non-null-assertion": "off" } },
  { files: ["*.js"], extends: [tseslint.configs.disableTypeChecked] },
);
