import { asTick } from "../core/tick";
import type { FloatArray, Tile } from "../core/types";

const MAGIC = 0x4c544d46; // "FMTL", little-endian
const VERSION = 1;
const HEADER = 64;

/** The bytes are not a tile of the version this page knows. */
export class TileError extends Error {
  override readonly name = "TileError";
}

/**
 * Read a tile (format version 1). The arrays are views into `bytes`, nothing is copied.
 * Throws TileError when the bytes are too few or are something else.
 */
export function decodeTile(bytes: ArrayBuffer): Tile {
  if (bytes.byteLength < HEADER) throw new TileError(`A tile has at least ${HEADER} bytes, this has ${bytes.byteLength}.`);
  const header = new DataView(bytes, 0, HEADER);
  if (header.getUint32(0, true) !== MAGIC) throw new TileError("This is not a tile: it does not begin with FMTL.");
  const version = header.getUint16(4, true);
  if (version !== VERSION) throw new TileError(`The server sends tiles of version ${version}, this page reads version ${VERSION}. Reload the page.`);
  const mode = header.getUint16(6, true);
  const length = header.getUint32(8, true);
  const channels = header.getUint32(12, true);
  const size = header.getUint32(48, true);
  if (mode > 1 || (size !== 4 && size !== 8)) throw new TileError(`The tile has mode ${mode} and element size ${size}.`);

  let at = HEADER;
  const take = (wanted: number): number => {
    const from = at;
    at += Math.ceil(wanted / 8) * 8;
    if (at > bytes.byteLength) throw new TileError(`The tile ends after ${bytes.byteLength} bytes, before its arrays do.`);
    return from;
  };
  const floats = (): FloatArray => {
    const from = take(length * size);
    return size === 4 ? new Float32Array(bytes, from, length) : new Float64Array(bytes, from, length);
  };
  const base = {
    start: asTick(header.getBigInt64(16, true)),
    end: asTick(header.getBigInt64(24, true)),
    firstIndex: Number(header.getBigInt64(32, true)),
    count: Number(header.getBigInt64(40, true)),
    ticks: new BigInt64Array(bytes, take(length * 8), length),
  };
  const index = (): number => new DataView(bytes, take(8), 8).getUint32(0, true);
  if (mode === 1) {
    const read = Array.from({ length: channels }, () => ({ index: index(), values: floats() }));
    return { mode: "samples", ...base, channels: read };
  }
  const counts = new Uint32Array(bytes, take(length * 4), length);
  const read = Array.from({ length: channels }, () => ({ index: index(), min: floats(), max: floats(), first: floats(), last: floats() }));
  return { mode: "columns", ...base, counts, channels: read };
}

/** The one buffer all of a decoded tile's arrays lie in. */
export function bufferOf(tile: Tile): ArrayBuffer {
  return tile.ticks.buffer as ArrayBuffer;
}
