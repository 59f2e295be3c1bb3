import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { decodeTile, TileError } from "./decode";

const FOLDER = join(import.meta.dirname, "../../../tests/vectors/tiles");
const names = readdirSync(FOLDER).filter((name) => name.endsWith(".bin")).map((name) => name.slice(0, -4));

interface Vector {
  mode: string;
  start: string;
  end: string;
  first_index: string;
  count: string;
  element_size: number;
  ticks: string[];
  counts: number[] | null;
  channels: ({ index: number } & Record<string, (number | null)[]>)[];
}

function bytes(name: string): ArrayBuffer {
  const file = readFileSync(join(FOLDER, `${name}.bin`));
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
}

describe("tiles as Python writes them", () => {
  it("are there to be read", () => {
    expect(names.length).toBeGreaterThan(5);
  });

  it.each(names)("%s", (name) => {
    const tile = decodeTile(bytes(name));
    const vector = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")) as Vector;
    expect(tile.mode).toBe(vector.mode);
    expect([tile.start, tile.end]).toEqual([BigInt(vector.start), BigInt(vector.end)]);
    expect([tile.firstIndex, tile.count]).toEqual([Number(vector.first_index), Number(vector.count)]);
    expect(Array.from(tile.ticks, String)).toEqual(vector.ticks);
    if (tile.mode === "columns") expect([...tile.counts]).toEqual(vector.counts);
    expect(tile.channels).toHaveLength(vector.channels.length);
    tile.channels.forEach((channel, at) => {
      const wanted = vector.channels[at]!;
      for (const [field, values] of Object.entries(channel) as [string, unknown][]) {
        if (field === "index") {
          expect(values).toBe(wanted.index);
          continue;
        }
        const floats = values as Float32Array;
        expect(floats.BYTES_PER_ELEMENT).toBe(vector.element_size);
        expect(Array.from(floats)).toEqual(wanted[field]!.map((value) => value ?? NaN));
      }
    });
  });
});

describe("what is no tile", () => {
  it("is refused with a sentence", () => {
    const good = bytes(names[0]!);
    expect(() => decodeTile(new ArrayBuffer(10))).toThrow(TileError);
    expect(() => decodeTile(new TextEncoder().encode("<!doctype html>".padEnd(100)).buffer)).toThrow("does not begin with FMTL");
    expect(() => decodeTile(good.slice(0, good.byteLength - 8))).toThrow("before its arrays do");
    const later = good.slice(0);
    new DataView(later).setUint16(4, 2, true);
    expect(() => decodeTile(later)).toThrow("Reload the page");
  });
});
