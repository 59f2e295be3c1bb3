import { NAMED } from "./colour-names";

/** Red, green, blue from 0 to 255, and opacity from 0 to 1. */
export interface Rgba {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly a: number;
}

export const BLACK: Rgba = { r: 0, g: 0, b: 0, a: 1 };
export const WHITE: Rgba = { r: 255, g: 255, b: 255, a: 1 };

const known = new Map<string, Rgba | null>();

/** Read a CSS colour: a name, #rgb, #rrggbb (with or without opacity), rgb() or hsl(). Null when it is none. */
export function parseColour(text: string): Rgba | null {
  let parsed = known.get(text);
  if (parsed === undefined) {
    parsed = read(text);
    // The same few colours are asked for in every frame; a page that makes up ever new ones must not fill the memory.
    if (known.size > 500) known.clear();
    known.set(text, parsed);
  }
  return parsed;
}

function read(text: string): Rgba | null {
  const trimmed = text.trim().toLowerCase();
  const hex = /^#([0-9a-f]{3,8})$/.exec(NAMED.get(trimmed) ?? trimmed)?.[1];
  if (hex !== undefined) return fromHex(hex);
  const call = /^(rgb|hsl)a?\(([^)]*)\)$/.exec(trimmed);
  if (!call) return null;
  const [x, y, z, w] = (call[2] ?? "").split(/[\s,/]+/).filter(Boolean);
  if (x === undefined || y === undefined || z === undefined) return null;
  const share = (part: string): number => (part.endsWith("%") ? parseFloat(part) / 100 : parseFloat(part));
  const a = w === undefined ? 1 : share(w);
  const parts = call[1] === "hsl" ? fromHsl(parseFloat(x), share(y), share(z)) : [x, y, z].map((part) => (part.endsWith("%") ? share(part) * 255 : parseFloat(part)));
  const [r, g, b] = parts;
  return r === undefined || g === undefined || b === undefined || [r, g, b, a].some(Number.isNaN) ? null : { r, g, b, a };
}

function fromHex(hex: string): Rgba | null {
  if (hex.length === 5 || hex.length === 7) return null;
  const size = hex.length > 4 ? 2 : 1;
  const at = (index: number): number => {
    const part = hex.slice(index * size, (index + 1) * size);
    return part === "" ? 255 : parseInt(size === 1 ? part + part : part, 16);
  };
  return { r: at(0), g: at(1), b: at(2), a: at(3) / 255 };
}

function fromHsl(hue: number, saturation: number, lightness: number): number[] {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((n) => {
    const k = (n + hue / 30) % 12;
    return 255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  });
}

/** As CSS writes it. */
export function cssColour({ r, g, b, a }: Rgba): string {
  const round = Math.round;
  return a >= 1 ? `rgb(${round(r)} ${round(g)} ${round(b)})` : `rgb(${round(r)} ${round(g)} ${round(b)} / ${Number(a.toFixed(3))})`;
}

/** The colour with its opacity multiplied. A text that is no colour comes back as it is. */
export function withAlpha(colour: string, alpha: number): string {
  const parsed = parseColour(colour);
  return parsed ? cssColour({ ...parsed, a: parsed.a * alpha }) : colour;
}

/** WCAG's relative luminance, 0 for black to 1 for white. */
export function luminance({ r, g, b }: Rgba): number {
  const linear = (value: number): number => {
    const v = value / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** WCAG's contrast of two colours, 1 to 21. A text that is no colour counts as black. */
export function contrast(one: string, other: string): number {
  const a = luminance(parseColour(one) ?? BLACK);
  const b = luminance(parseColour(other) ?? BLACK);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Black or white, whichever reads better on a colour. */
export function inkOn(colour: string): string {
  return contrast(colour, "#ffffff") >= contrast(colour, "#16171a") ? "#ffffff" : "#16171a";
}

/** The colour, moved towards black or white until it stands out from the page with at least that contrast. */
export function legible(colour: string, page: string, least = 2.6): string {
  const parsed = parseColour(colour);
  if (!parsed || contrast(colour, page) >= least) return colour;
  const target = luminance(parseColour(page) ?? WHITE) > 0.4 ? 0 : 255;
  for (let share = 0.1; share < 1; share += 0.1) {
    const mix = (value: number): number => value + (target - value) * share;
    const moved = cssColour({ r: mix(parsed.r), g: mix(parsed.g), b: mix(parsed.b), a: parsed.a });
    if (contrast(moved, page) >= least) return moved;
  }
  return target === 0 ? "#000000" : "#ffffff";
}
