/**
 * Pixels as a canvas keeps them in memory on every machine that browsers run on: a number each, red in the lowest byte,
 * opacity in the highest.
 */

/** A colour as an opaque pixel; each part from 0 to 255. */
export function pack(r: number, g: number, b: number): number {
  return (0xff000000 | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}

/** A colour over an opaque pixel, of which it hides `share` of 256. */
export function over(below: number, colour: number, share: number): number {
  const rest = 256 - share;
  // Red and blue at once: there is room for the product between them.
  const redBlue = ((Math.imul(below & 0xff00ff, rest) + Math.imul(colour & 0xff00ff, share)) >>> 8) & 0xff00ff;
  const green = (((below & 0xff00) * rest + (colour & 0xff00) * share) >>> 8) & 0xff00;
  return 0xff000000 | redBlue | green;
}
