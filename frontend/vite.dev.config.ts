import { resolve } from "node:path";
import { defineConfig } from "vite";

const here = import.meta.dirname;

/** Builds the harness for the panes, which the browser tests and the bench load. It never ships. */
export default defineConfig({
  root: resolve(here, "dev"),
  base: "./",
  publicDir: false,
  build: {
    outDir: resolve(here, "dist/dev"),
    emptyOutDir: true,
    target: "es2022",
    rollupOptions: { input: [resolve(here, "dev/index.html"), resolve(here, "dev/bench.html")] },
  },
});
