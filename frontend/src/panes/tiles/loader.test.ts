import { describe, expect, it } from "vitest";

import { asTick } from "../../core/tick";
import type { AxisInfo, Tile, Window } from "../../core/types";
import { ApiError } from "../../net/api";
import type { TileRequest, TileSource } from "../../net/tiles";
import { Loader } from "./loader";

/** A source that answers when told to. */
class Source implements TileSource {
  readonly open: { request: TileRequest; answer(): void; refuse(error: unknown): void }[] = [];
  request(request: TileRequest): Promise<Tile> {
    return new Promise((resolve, reject) => {
      const remove = (): void => void this.open.splice(this.open.indexOf(entry), 1);
      const entry = {
        request,
        answer: () => {
          remove();
          resolve({ mode: "samples", start: request.start, end: request.end, firstIndex: 0, count: 0, ticks: new BigInt64Array(0), channels: [] });
        },
        refuse: (error: unknown) => {
          remove();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      };
      this.open.push(entry);
      request.signal.addEventListener("abort", () => { reject(request.signal.reason as Error); remove(); });
    });
  }
  get windows(): string[] {
    return this.open.map(({ request }) => `${request.start}-${request.end}`);
  }
}

const window = (start: number, end: number): Window => ({ start: asTick(BigInt(start)), end: asTick(BigInt(end)) });
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const IRREGULAR: AxisInfo = { kind: "time", decimals: 0, regular: false, step: null, first: asTick(0n), last: asTick(999n), size: 1000 };
const REGULAR: AxisInfo = { ...IRREGULAR, regular: true, step: asTick(1n), last: asTick(99_999n), size: 100_000 };

function setUp() {
  const source = new Source();
  const failures: ApiError[] = [];
  const loader = new Loader(IRREGULAR, source, { changed: () => undefined, loading: () => undefined, failed: (error) => failures.push(error) });
  loader.want(window(400, 500));
  loader.setTarget({ channels: [0], width: 100, full: window(0, 1000) });
  return { source, loader, failures };
}

describe("the loader", () => {
  it("asks for the whole series once and for what is in view", async () => {
    const { source, loader } = setUp();
    expect(source.windows).toEqual(["0-1000", "400-500"]);
    expect(loader.loading).toBe(true);
    source.open[0]!.answer();
    source.open[0]!.answer();
    await settled();
    expect(loader.loading).toBe(false);
    expect(loader.tiles.map((tile) => tile.start)).toEqual([400n, 0n]);
  });

  it("lets a request that still shows most of the view finish, then asks for the exact one", async () => {
    const { source, loader } = setUp();
    loader.want(window(410, 510));
    expect(source.windows).toEqual(["0-1000", "400-500"]);
    source.open[1]!.answer();
    await settled();
    expect(source.windows).toContain("410-510");
  });

  it("aborts what is no longer of use", async () => {
    const { source, loader, failures } = setUp();
    loader.want(window(800, 900));
    await settled();
    expect(source.windows).toEqual(["0-1000", "800-900"]);
    expect(failures).toEqual([]);
  });

  it("fetches ahead in the direction of a pan, as far as the series goes", async () => {
    const { source, loader } = setUp();
    source.open.at(-1)!.answer();
    await settled();
    loader.want(window(420, 520));
    source.open.at(-1)!.answer();
    await settled();
    expect(source.windows).toEqual(["0-1000", "520-620"]);
  });

  it("asks for whole buckets first, and for exactly the pixels on show once the window is at rest", async () => {
    const source = new Source();
    const loader = new Loader(REGULAR, source, { changed: () => undefined, loading: () => undefined, failed: () => undefined });
    loader.want(window(20_000, 30_000));
    loader.setTarget({ channels: [0], width: 100, full: window(0, 100_000) });
    // 64 of the 100 samples a pixel; 960 of the whole series' 1,000.
    expect(source.windows).toEqual(["0-100800", "0-100000", "19968-30016"]);
    loader.want(window(20_500, 30_500));
    source.open[2]!.answer();
    await settled();
    expect(loader.tiles.map((tile) => tile.start)).toEqual([19_968n]);
    expect(source.windows).toEqual(["0-100800", "0-100000", "20480-30528"]);
    source.open[2]!.answer();
    await settled();
    expect(source.windows).toEqual(["0-100800", "0-100000", "20500-30500"]);
    expect(loader.loading).toBe(true);
    source.open[2]!.answer();
    await settled();
    expect(loader.tiles[0]).toMatchObject(window(20_500, 30_500));
  });

  it("shows the overview of whole buckets only until the exact one is there", async () => {
    const source = new Source();
    const loader = new Loader(REGULAR, source, { changed: () => undefined, loading: () => undefined, failed: () => undefined });
    loader.want(window(0, 100_000));
    loader.setTarget({ channels: [0], width: 100, full: window(0, 100_000) });
    const [first, exact] = [source.open[0]!, source.open[1]!];
    first.answer();
    await settled();
    expect(loader.overview).toMatchObject(window(0, 100_800));
    expect(loader.loading).toBe(true);
    exact.answer();
    await settled();
    expect(loader.overview).toMatchObject(window(0, 100_000));
    expect(loader.loading).toBe(false);
    expect(source.windows).toEqual([]);
  });

  it("asks again at another width but keeps showing what it has", async () => {
    const { source, loader } = setUp();
    for (const one of [...source.open]) one.answer();
    await settled();
    loader.setTarget({ channels: [0], width: 200, full: window(0, 1000) });
    expect(source.windows).toEqual(["0-1000"]); // the view's own samples are as exact at any width
    expect(loader.tiles).toHaveLength(2);
    loader.setTarget({ channels: [0, 1], width: 200, full: window(0, 1000) });
    expect(source.windows).toEqual(["0-1000", "400-500"]);
    expect(loader.tiles).toHaveLength(0);
  });

  it("reports a failure once, and stops everything when stopped", async () => {
    const { source, loader, failures } = setUp();
    source.open[1]!.refuse(new ApiError(500, "The server failed."));
    await settled();
    expect(failures.map((error) => error.detail)).toEqual(["The server failed."]);
    loader.want(window(0, 100));
    loader.stop();
    await settled();
    expect(source.windows).toEqual([]);
    expect(failures).toHaveLength(1);
  });
});
