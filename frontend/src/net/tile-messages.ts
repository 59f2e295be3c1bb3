import type { Tile } from "../core/types";

export type ToWorker = { kind: "load"; id: number; url: string } | { kind: "abort"; id: number };

export type FromWorker = { id: number } & (
  | { kind: "tile"; tile: Tile }
  | { kind: "refused"; status: number; statusText: string; body: string }
  | { kind: "broken"; name: string; message: string }
);
