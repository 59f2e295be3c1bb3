import type { Tick, Window } from "./types";

/** Read a tick from JSON. Throws SyntaxError when the text is not a whole number. */
export function parseTick(text: string): Tick {
  return BigInt(text) as Tick;
}

/** Write a tick for JSON. */
export function tickText(tick: Tick): string {
  return tick.toString();
}

/** A whole number of ticks; for arithmetic that has left the type behind. */
export function asTick(value: bigint): Tick {
  return value as Tick;
}

/** Distance from `origin` as a float: exact up to 2^53 ticks (104 days of nanoseconds), and far below a pixel beyond. */
export function offsetOf(tick: bigint, origin: bigint): number {
  return Number(tick - origin);
}

/** The tick nearest to `origin + offset`. */
export function tickAt(origin: bigint, offset: number): Tick {
  return (origin + BigInt(Math.round(offset))) as Tick;
}

export function spanOf(window: Window): number {
  return Number(window.end - window.start);
}

export function sameWindow(a: Window, b: Window): boolean {
  return a.start === b.start && a.end === b.end;
}

export function minTick(a: Tick, b: Tick): Tick {
  return a < b ? a : b;
}

export function maxTick(a: Tick, b: Tick): Tick {
  return a > b ? a : b;
}

export function clampTick(tick: Tick, low: Tick, high: Tick): Tick {
  return tick < low ? low : tick > high ? high : tick;
}

/** Quotient rounded towards minus infinity, which BigInt's own division is not for negative numbers. */
export function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** Quotient rounded towards infinity. */
export function ceilDiv(a: bigint, b: bigint): bigint {
  return -floorDiv(-a, b);
}
