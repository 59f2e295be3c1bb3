import { PALETTES } from "../src/core/palette";
import type { Tick } from "../src/core/types";
import type { DrawnRegion, LaneSpec } from "../src/panes/types";

/** Made-up regions and lanes. `at` places a share of the series. */
export interface Scene {
  readonly at: (share: number) => Tick;
  readonly theme: "light" | "dark";
}

export function region({ at }: Scene, id: string, from: number, to: number, color: string, label: string, more: Partial<DrawnRegion> = {}): DrawnRegion {
  return {
    id, start: at(from), end: at(to), color, label, instant: from === to, hatched: false, opacity: 1, score: null,
    channels: null, selected: false, editable: true, ...more,
  };
}

const colours = ({ theme }: Scene): ((n: number) => string) => (n) => PALETTES[theme].labels[n] ?? "";

export function people(scene: Scene): DrawnRegion[] {
  const label = colours(scene);
  return [
    region(scene, "shift", 0.384, 0.42, label(2), "level shift 2", { channels: new Set(["discharge pressure"]) }),
    region(scene, "drift", 0.615, 0.71, label(0), "drift 4", { channels: new Set(["vibration DE", "bearing temp DE"]) }),
    region(scene, "spike", 0.51, 0.51, label(3), "spike"),
  ];
}

export function proposals(scene: Scene): DrawnRegion[] {
  const label = colours(scene);
  return [
    region(scene, "drop", 0.735, 0.747, label(1), "drop", { hatched: true, score: 0.93, opacity: 0.95, editable: false }),
    region(scene, "shift?", 0.759, 0.778, label(2), "level shift", { hatched: true, score: 0.64, opacity: 0.77, editable: false }),
  ];
}

function events({ at }: Scene): LaneSpec {
  return {
    id: "events", title: "events", kind: "events", tone: "plain",
    items: [
      { id: "start-up", kind: "regime", title: "start-up", start: at(0.3), end: at(0.436) },
      { id: "duty 100", kind: "regime", title: "duty 100%", start: at(0.436), end: at(0.735) },
      { id: "duty 60", kind: "regime", title: "duty 60%", start: at(0.735), end: at(0.95) },
      { id: "alarm", kind: "alarm", title: "alarm: vibration high", start: at(0.51), end: null },
      { id: "WO 48213", kind: "work-order", title: "WO 48213 reported", start: at(0.674), end: null },
    ],
  };
}

/** As on the Label screen. */
export function labelLanes(scene: Scene, shown: readonly DrawnRegion[]): LaneSpec[] {
  return [events(scene), { id: "proposals", title: "proposals", kind: "regions", tone: "plain", items: shown.filter(({ hatched }) => hatched) }];
}

/** As on the Review screen. */
export function reviewLanes(scene: Scene): LaneSpec[] {
  const label = colours(scene);
  const one = (id: string, from: number, to: number, n: number, name: string, more: Partial<DrawnRegion> = {}): DrawnRegion =>
    region(scene, id, from, to, label(n), name, more);
  const dotted = (id: string, from: number, to: number): DrawnRegion => one(id, from, to, 1, "", { outline: "disagreement" });
  const model = (id: string, from: number, to: number, n: number, score: number): DrawnRegion => one(id, from, to, n, "", { hatched: true, score, opacity: 0.35 + 0.65 * score });
  return [
    events(scene),
    {
      id: "A", title: "annotator A", kind: "regions", tone: "plain",
      items: [one("A1", 0.384, 0.42, 2, "level shift 2"), one("A2", 0.615, 0.71, 0, "drift 4"), one("A3", 0.737, 0.748, 1, "drop 5"), dotted("class", 0.384, 0.42), dotted("edge", 0.615, 0.652)],
    },
    {
      id: "B", title: "annotator B", kind: "regions", tone: "plain",
      items: [one("B1", 0.386, 0.42, 1, "drop 2"), one("B2", 0.652, 0.711, 0, "drift 4"), dotted("class", 0.384, 0.42), dotted("edge", 0.615, 0.652), dotted("missed", 0.737, 0.748)],
    },
    { id: "M", title: "baseline 2.1", kind: "regions", tone: "plain", items: [model("M1", 0.383, 0.421, 2, 0.91), model("M2", 0.618, 0.71, 0, 0.87), model("M3", 0.737, 0.748, 1, 0.93), model("M4", 0.759, 0.778, 2, 0.64)] },
    { id: "settled", title: "settled", kind: "regions", tone: "settled", items: [one("S1", 0.384, 0.42, 2, "level shift 2"), one("S2", 0.618, 0.71, 0, "drift 4"), one("S3", 0.737, 0.748, 1, "drop 5")] },
  ];
}
