import { computed, signal } from "@preact/signals-core";
import { axisBottom, axisLeft, extent, line, scaleLinear, scaleUtc, select } from "d3";

import { asTick, spanOf } from "../src/core/tick";
import { tickLabel } from "../src/core/timeaxis";
import type { SampleTile, Tick, Tile, Window } from "../src/core/types";
import { mountStack, type Stack } from "../src/panes/stack";
import type { DrawnRegion, LaneEvent, LaneSpec, PaneSpec } from "../src/panes/types";
import { makeSeries, makeTile } from "./synthetic";

/** Times the panes, and the same points drawn by d3 as SVG (Label Studio's way), frame by frame. */
const query = new URLSearchParams(location.search);
const series = makeSeries(Number(query.get("size") ?? 1_000_000), Number(query.get("channels") ?? 8));
const { axis } = series;
const root = document.getElementById("stack");
if (!root) throw new Error("bench.html has no #stack");
const total = Number(axis.last - axis.first);
const at = (share: number): Tick => asTick(axis.first + BigInt(Math.round(share * total)));

/** A pan and a zoom at once, so that every frame differs from the one before. Stays within what `tile` covers. */
function path(frame: number, centre: number, width: number): Window {
  const w = width * (0.8 + 0.2 * Math.sin(frame / 23));
  const c = centre + (width - w) * 0.5 * Math.sin(frame / 17);
  return { start: at(c - w / 2), end: at(c + w / 2) };
}

const panes = signal<PaneSpec[]>(
  series.names.map((name, index) => ({
    id: String(index), title: name, units: series.units[index] ?? "", channels: [{ index, name, color: null }],
    height: null, collapsed: false, scale: { mode: index === 3 ? "robust" : "auto" }, limits: [{ value: 5, label: "alarm 5.0", severity: "alarm" }],
    format: "", overview: index === 0,
  })),
);
const range = signal<Window>(path(0, 0.5, 0.5));
const regions = computed<DrawnRegion[]>(() =>
  Array.from({ length: Number(query.get("regions") ?? 12) }, (_, i) => ({
    id: String(i), start: at(0.3 + i * 0.03), end: at(0.3 + i * 0.03 + 0.015), instant: i % 4 === 3, color: "#c2571a", label: `drift ${i}`,
    hatched: i % 3 === 1, opacity: 1, score: i % 3 === 1 ? 0.8 : null, channels: null, selected: i === 5, editable: true,
  })),
);
const cursor = signal<Tick | null>(null);
const lanes = computed<LaneSpec[]>(() => [
  {
    id: "events", title: "events", kind: "events", tone: "plain",
    items: Array.from({ length: 20 }, (_, i): LaneEvent => ({
      id: `event ${i}`, kind: i % 2 === 0 ? "regime" : "alarm", title: `duty ${i}`, start: at(i / 20), end: i % 2 === 0 ? at((i + 2) / 20) : null,
    })),
  },
  { id: "proposals", title: "proposals", kind: "regions", tone: "plain", items: regions.value.filter(({ hatched }) => hatched) },
]);

const nothing = (): void => undefined;

function open(): Stack {
  return mountStack(
    root!,
    {
      axis, panes, lanes, window: range, cursor, regions, drawColor: signal("#c2571a"), theme: signal<"light" | "dark">("light"), zone: signal("UTC"),
      formatTick: (tick, width) => tickLabel(axis, tick, width, "UTC"),
      // Answers at once, so that every frame also makes and takes in a new tile as fast as tiles can come.
      tiles: { request: (request) => Promise.resolve(cached(request)) },
    },
    {
      drawRange: nothing, setInstant: nothing, select: nothing, resize: nothing, moveRegion: nothing, laneSelect: nothing, hover: nothing,
      paneHeight: nothing, paneMove: nothing, paneScale: nothing, paneMenu: nothing, status: nothing,
      failed: (error) => { throw error; },
    },
  );
}

const tiles = new Map<string, Tile>();
/** The tile for the widest window of a run stands for all of them: making tiles is the server's work, not a frame's. */
function cached(request: Parameters<typeof makeTile>[1]): Tile {
  const wide = spanOf(request) > 0.9 * total;
  // What is asked for first has columns of whole buckets, and as many of them as the window happens to hold.
  const samples = spanOf(request) / request.width / Number(axis.step);
  const whole = samples % 64 === 0;
  const key = `${run.centre} ${wide ? 1 : run.width} ${whole ? `of ${samples}` : request.width}`;
  let tile = tiles.get(key);
  if (!tile) {
    const window = wide ? request : path(0, run.centre, run.width * 1.25);
    const width = whole ? Math.round(spanOf(window) / samples / Number(axis.step)) : request.width;
    tile = makeTile(series, { ...request, ...window, width });
    tiles.set(key, tile);
  }
  return tile;
}
const run = { centre: 0.5, width: 0.5 };

/** Milliseconds from one frame to the next, with nothing to wait for but the work: what `step` does, and what it brings about. */
async function frames(count: number, step: (frame: number) => void): Promise<number[]> {
  const times: number[] = [];
  const next = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  let before = performance.now();
  for (let frame = -20; frame < count; frame++) {
    step(frame + 20);
    await next();
    const now = performance.now();
    if (frame >= 0) times.push(now - before);
    before = now;
  }
  return times;
}

/** `share` of the series in view, so that it comes as columns or as samples. */
async function ours(count: number, share: number): Promise<number[]> {
  Object.assign(run, { width: share });
  const stack = open();
  range.value = path(0, run.centre, share);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const times = await frames(count, (frame) => {
    range.value = path(frame, run.centre, share);
    if (!query.has("nocursor")) cursor.value = at(run.centre + 0.2 * share * Math.sin(frame / 9));
  });
  stack.destroy();
  return times;
}

/** The same number of points in the same place and at the same size, by d3 and SVG. */
async function d3Svg(count: number, points: number): Promise<number[]> {
  const host = root!;
  const height = (host.clientHeight - 110) / series.channels.length;
  const width = host.clientWidth - 146;
  const share = (points * 1.25) / axis.size;
  const tile = makeTile(series, { channels: series.channels.map((_, i) => i), ...path(0, 0.5, share), width: points }) as SampleTile;
  const times = Array.from(tile.ticks, (tick) => new Date(Number(tick / 1_000_000n)));
  const indices = times.map((_, i) => i);
  const charts = tile.channels.map(({ values }) => {
    const svg = select(host).append("svg").attr("width", host.clientWidth).attr("height", height);
    const [low = 0, high = 1] = extent(values);
    const y = scaleLinear([low, high], [height, 0]);
    svg.append("g").attr("transform", "translate(132,0)").call(axisLeft(y).ticks(3));
    const clip = svg.append("svg").attr("x", 132).attr("width", width).attr("height", height);
    const drawn = clip.append("path").attr("fill", "none").attr("stroke", "#3461c1").attr("stroke-width", 1);
    const axisNode = svg.append("g").attr("transform", `translate(132,${height - 18})`);
    return { values, y, drawn, axisNode };
  });
  const result = await frames(count, (frame) => {
    const window = path(frame, 0.5, share);
    const x = scaleUtc([new Date(Number(window.start / 1_000_000n)), new Date(Number(window.end / 1_000_000n))], [0, width]);
    for (const { values, y, drawn, axisNode } of charts) {
      drawn.attr("d", line<number>((i) => x(times[i] ?? 0), (i) => y(values[i] ?? 0))(indices));
      axisNode.call(axisBottom(x));
    }
  });
  host.replaceChildren();
  return result;
}

async function cycles(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const stack = open();
    range.value = path(i, 0.5, 0.5);
    cursor.value = at(0.5);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    stack.destroy();
  }
}

const bench = { ours, d3Svg, cycles, size: axis.size };
Object.assign(globalThis, { bench });
