import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { asTick } from "../core/tick";
import { ApiError, errorFromBody, isAbort } from "./api";
import { decodeTile } from "./decode";
import { Lru } from "./lru";
import type { FromWorker, ToWorker } from "./tile-messages";
import { createTileSource, viewUrl, type WorkerPort } from "./tiles";

const file = readFileSync(join(import.meta.dirname, "../../../tests/vectors/tiles/samples-f32.bin"));
const tile = () => decodeTile(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));

/** The other end of the port: keeps what it was asked, and answers when told to. */
class Port implements WorkerPort {
  asked: ToWorker[] = [];
  terminated = 0;
  answer: (message: FromWorker) => void = () => undefined;
  fail: () => void = () => undefined;
  postMessage(message: ToWorker): void {
    this.asked.push(message);
  }
  addEventListener(type: "message" | "error", listener: ((event: { data: FromWorker }) => void) | ((event: unknown) => void)): void {
    if (type === "message") this.answer = (data) => { (listener)({ data }); };
    else this.fail = () => { (listener as (event: unknown) => void)({}); };
  }
  terminate(): void {
    this.terminated++;
  }
}

function setUp() {
  const port = new Port();
  const source = createTileSource({ url: viewUrl(7, "a/b"), worker: () => port });
  const ask = (start: bigint, signal = new AbortController().signal) =>
    source.request({ channels: [0, 2], start: asTick(start), end: asTick(start + 100n), width: 50, signal });
  return { port, source, ask };
}

describe("the tile source", () => {
  it("asks with ticks as text, and only once for the same view", async () => {
    const { port, ask } = setUp();
    const first = ask(9007199254740993n);
    expect(port.asked).toEqual([
      { kind: "load", id: 0, url: "/faultmark/api/tasks/7/series/a%2Fb/view?channels=0,2&start=9007199254740993&end=9007199254741093&width=50" },
    ]);
    const answer = tile();
    port.answer({ id: 0, kind: "tile", tile: answer });
    expect(await first).toBe(answer);
    expect(await ask(9007199254740993n)).toBe(answer);
    expect(port.asked).toHaveLength(1);
  });

  it("stops the worker's request when aborted, and ignores what comes after", async () => {
    const { port, ask } = setUp();
    const controller = new AbortController();
    const pending = ask(0n, controller.signal);
    controller.abort();
    await expect(pending).rejects.toSatisfy(isAbort);
    expect(port.asked.at(-1)).toEqual({ kind: "abort", id: 0 });
    port.answer({ id: 0, kind: "tile", tile: tile() });
    const again = ask(0n);
    port.answer({ id: 1, kind: "tile", tile: tile() });
    await expect(again).resolves.toMatchObject({ mode: "samples" });
  });

  it("hands on the server's sentence, its remedies, and what the network said", async () => {
    const { port, ask } = setUp();
    const refused = ask(0n);
    const error = { code: "series.file.missing", message: "The file is gone.", file: "a.csv", line: null, column: null, row: null, row_group: null, expected: null, remedies: [{ text: "Upload it again.", options: {} }] };
    port.answer({ id: 0, kind: "refused", status: 404, statusText: "Not Found", body: JSON.stringify({ detail: "x", error }) });
    await expect(refused).rejects.toMatchObject({ status: 404, detail: "The file is gone.", error });
    const broken = ask(0n);
    port.answer({ id: 1, kind: "broken", name: "TypeError", message: "Failed to fetch" });
    await expect(broken).rejects.toMatchObject({ status: 0, detail: expect.stringContaining("does not answer") as string });
  });

  it("leaves nobody waiting when it is closed or its worker dies", async () => {
    const { port, source, ask } = setUp();
    const pending = ask(0n);
    port.fail();
    await expect(pending).rejects.toBeInstanceOf(ApiError);
    const other = ask(0n);
    source.close();
    await expect(other).rejects.toSatisfy(isAbort);
    expect(port.terminated).toBe(2);
  });
});

describe("errors", () => {
  it("say something even when the answer does not", () => {
    expect(errorFromBody(502, "Bad Gateway", "<html>").detail).toContain("502 Bad Gateway");
    expect(errorFromBody(400, "", '{"detail":"The end lies before the start."}').detail).toBe("The end lies before the start.");
    expect(errorFromBody(401, "", "").detail).toContain("Log in");
  });
});

describe("the cache", () => {
  it("drops what was used longest ago, by weight", () => {
    const lru = new Lru<string>(10);
    lru.set("a", "A", 4);
    lru.set("b", "B", 4);
    lru.get("a");
    lru.set("c", "C", 4);
    expect([lru.get("a"), lru.get("b"), lru.get("c")]).toEqual(["A", undefined, "C"]);
  });
});
