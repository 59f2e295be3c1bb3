import { asTick, spanOf } from "../src/core/tick";
import { EMPTY_COLUMN, type AxisInfo, type Tick, type Tile } from "../src/core/types";
import type { TileRequest, TileSource } from "../src/net/tiles";

const START = BigInt(Date.parse("2026-03-14T00:00:00+01:00")) * 1_000_000n;

export interface Series {
  readonly axis: AxisInfo;
  readonly names: readonly string[];
  readonly units: readonly string[];
  readonly channels: readonly Float32Array[];
}

/** A machine's day, made up from sines and a fixed noise; the same on every run. */
export function makeSeries(size: number, channels: number): Series {
  const step = 86_400_000_000_000n / BigInt(size);
  const axis: AxisInfo = {
    kind: "time", decimals: 0, regular: true, step: asTick(step),
    first: asTick(START), last: asTick(START + step * BigInt(size - 1)), size,
  };
  const names = ["vibration DE", "vibration NDE", "bearing temp DE", "discharge pressure", "motor current"];
  const units = ["mm/s", "mm/s", "°C", "bar", "A"];
  let seed = 7;
  const noise = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
    return seed / 2 ** 31;
  };
  const data = Array.from({ length: channels }, (_, c) => {
    const values = new Float32Array(size);
    for (let i = 0; i < size; i++) {
      const t = i / size;
      const rough = c % 5 < 2 ? 0.9 : c % 5 === 2 ? 0.03 : 0.3;
      values[i] = [3, 1.8, 66, 4, 88][c % 5]! + Math.sin(t * 40 + c) * (c % 5 === 2 ? 12 : 0.6) + noise() * rough * (1 + 0.5 * Math.sin(t * 15));
    }
    if (c % 5 === 1) values.fill(NaN, Math.floor(size * 0.42), Math.floor(size * 0.425));
    return values;
  });
  return {
    axis,
    names: data.map((_, c) => names[c % 5]! + (c >= 5 ? ` ${Math.floor(c / 5) + 1}` : "")),
    units: data.map((_, c) => units[c % 5]!),
    channels: data,
  };
}

/** Tiles of a series in memory, by the same rule as the server's: every sample up to two per pixel, else columns. */
export function makeTile({ axis, channels }: Series, request: Omit<TileRequest, "signal">): Tile {
  const step = axis.step ?? 1n;
  const index = (tick: bigint): number => Math.min(axis.size, Math.max(0, Math.ceil(Number(tick - axis.first) / Number(step))));
  const a = index(request.start);
  const b = index(request.end);
  const tickOf = (i: number): Tick => asTick(axis.first + BigInt(i) * step);
  const base = { start: request.start, end: request.end, firstIndex: a, count: b - a };
  if (b - a <= 2 * request.width) {
    const from = Math.max(0, a - 1);
    const to = Math.min(axis.size, b + 1);
    return {
      mode: "samples", ...base,
      ticks: BigInt64Array.from({ length: to - from }, (_, i) => tickOf(from + i)),
      channels: request.channels.map((c) => ({ index: c, values: channels[c]!.slice(from, to) })),
    };
  }
  const width = request.width;
  const span = spanOf(request);
  const edges = Array.from({ length: width + 1 }, (_, i) => index(request.start + BigInt(Math.floor((i * span) / width))));
  return {
    mode: "columns", ...base,
    ticks: BigInt64Array.from({ length: width }, (_, i) => (edges[i + 1]! > edges[i]! ? tickOf(edges[i]!) : EMPTY_COLUMN)),
    counts: Uint32Array.from({ length: width }, (_, i) => edges[i + 1]! - edges[i]!),
    channels: request.channels.map((c) => {
      const values = channels[c]!;
      const [min, max, first, last] = [0, 0, 0, 0].map(() => new Float32Array(width).fill(NaN)) as [Float32Array, Float32Array, Float32Array, Float32Array];
      for (let i = 0; i < width; i++) {
        for (let k = edges[i]!; k < edges[i + 1]!; k++) {
          const value = values[k]!;
          if (Number.isNaN(value)) continue;
          if (!(value > min[i]!)) min[i] = value;
          if (!(value < max[i]!)) max[i] = value;
          if (Number.isNaN(first[i]!)) first[i] = value;
          last[i] = value;
        }
      }
      return { index: c, min, max, first, last };
    }),
  };
}

/** A source that answers after `delay` milliseconds, as a network would. */
export function makeSource(series: Series, delay = 15): TileSource & { requests: TileRequest[]; aborted: number } {
  return {
    requests: [],
    aborted: 0,
    request(request) {
      this.requests.push(request);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          resolve(makeTile(series, request));
        }, delay);
        request.signal.addEventListener("abort", () => {
          this.aborted++;
          clearTimeout(timer);
          reject(request.signal.reason as Error);
        });
      });
    },
  };
}
