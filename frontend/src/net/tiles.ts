import { tickText } from "../core/tick";
import type { Tick, Tile } from "../core/types";
import { API_BASE, ApiError, errorFromBody, unreachable } from "./api";
import { bufferOf } from "./decode";
import { Lru } from "./lru";
import type { FromWorker, ToWorker } from "./tile-messages";

export type { ColumnTile, SampleTile, Tile } from "../core/types";

export interface TileRequest {
  /** Numbers of the series' channels. */
  readonly channels: readonly number[];
  readonly start: Tick;
  /** Exclusive. */
  readonly end: Tick;
  /** Pixel columns of the device. */
  readonly width: number;
  readonly signal: AbortSignal;
}

/** Views of one series. Rejects with an ApiError, or with an AbortError when the signal says so. */
export interface TileSource {
  request(request: TileRequest): Promise<Tile>;
}

/** The part of a Worker that is used here. */
export interface WorkerPort {
  postMessage(message: ToWorker): void;
  addEventListener(type: "message", listener: (event: { data: FromWorker }) => void): void;
  addEventListener(type: "error", listener: (event: unknown) => void): void;
  terminate(): void;
}

export interface TileSourceOptions {
  /** Address of the view without its query; see {@link viewUrl}. */
  url: string;
  /** Bytes of decoded tiles to keep. Default 64 MiB. */
  capacity?: number;
  /** Makes the worker; only another place to run it needs another. */
  worker?: () => WorkerPort;
}

interface Waiting {
  key: string;
  resolve(tile: Tile): void;
  reject(error: unknown): void;
}

/** Tiles fetched and decoded in a worker. Close it when the series is left. */
export function createTileSource({ url, capacity = 64 * 2 ** 20, worker: make = takeWorker }: TileSourceOptions): TileSource & { close(): void } {
  const kept = new Lru<Tile>(capacity);
  const waiting = new Map<number, Waiting>();
  let worker: WorkerPort | null = null;
  let next = 0;

  function running(): WorkerPort {
    if (worker) return worker;
    worker = make();
    worker.addEventListener("message", ({ data }) => {
      receive(data);
    });
    worker.addEventListener("error", () => {
      close(new ApiError(0, "The page's tile worker could not be started. Reload the page."));
    });
    return worker;
  }

  function receive(message: FromWorker): void {
    const request = waiting.get(message.id);
    waiting.delete(message.id);
    if (!request) return;
    if (message.kind === "tile") {
      kept.set(request.key, message.tile, bufferOf(message.tile).byteLength);
      request.resolve(message.tile);
    } else if (message.kind === "refused") {
      request.reject(errorFromBody(message.status, message.statusText, message.body));
    } else {
      request.reject(message.name === "TileError" ? new ApiError(0, message.message) : unreachable(new Error(message.message)));
    }
  }

  function close(reason: unknown = new DOMException("The series was left.", "AbortError")): void {
    worker?.terminate();
    worker = null;
    for (const request of waiting.values()) request.reject(reason);
    waiting.clear();
    kept.clear();
  }

  return {
    request: ({ channels, start, end, width, signal }) => {
      const query = `channels=${channels.join(",")}&start=${tickText(start)}&end=${tickText(end)}&width=${width}`;
      const have = kept.get(query);
      if (have) return Promise.resolve(have);
      return new Promise<Tile>((resolve, reject) => {
        signal.throwIfAborted();
        const id = next++;
        const port = running();
        const onAbort = (): void => {
          if (!waiting.delete(id)) return;
          port.postMessage({ kind: "abort", id });
          reject(signal.reason as Error);
        };
        signal.addEventListener("abort", onAbort, { once: true });
        const done = <T>(settle: (value: T) => void) => (value: T): void => {
          signal.removeEventListener("abort", onAbort);
          settle(value);
        };
        waiting.set(id, { key: query, resolve: done(resolve), reject: done(reject) });
        port.postMessage({ kind: "load", id, url: `${url}?${query}` });
      });
    },
    close: () => {
      close();
    },
  };
}

let spare: Worker | null = null;

/** Start the worker before it is known what it will fetch: that takes about as long as asking for the task. */
export function startTilesEarly(): void {
  if (spare) return;
  const started = startWorker();
  spare = started;
  // One that could not start is not handed out; the next attempt tells why.
  started.addEventListener("error", () => {
    if (spare === started) spare = null;
  });
}

function takeWorker(): WorkerPort {
  const taken = spare ?? startWorker();
  spare = null;
  return taken;
}

function startWorker(): Worker {
  return new Worker(new URL("./tile.worker.ts", import.meta.url), { type: "module", name: "tiles" });
}

/** Address of a series' views, for {@link createTileSource}. */
export function viewUrl(task: number, series: string, base = API_BASE): string {
  return `${base}tasks/${task}/series/${encodeURIComponent(series)}/view`;
}
