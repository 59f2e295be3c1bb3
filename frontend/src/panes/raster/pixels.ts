/**
 * Colours as numbers of 24 bits, red in the lowest byte, and pixels as a canvas keeps them in memory on every machine
 * that browsers run on: the same with the opacity above. A colour is a small integer on purpose: a number with all 32
 * bits in use costs an allocation wherever it is passed on.
 */

/** What makes a colour an opaque pixel. */
export const OPAQUE = 0xff000000;

/** The share of a colour that hides all that is beneath it. */
export const WHOLE = 256;

/** A colour from its parts, each from 0 to 255. */
export function pack(r: number, g: number, b: number): number {
  return (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r);
}

/** A colour over another, of which it hides `share` of {@link WHOLE}. */
export function over(below: number, colour: number, share: number): number {
  const rest = WHOLE - share;
  // Red and blue at once: there is room for the product between them.
  const redBlue = ((Math.imul(below & 0xff00ff, rest) + Math.imul(colour & 0xff00ff, share)) >>> 8) & 0xff00ff;
  const green = (((below & 0xff00) * rest + (colour & 0xff00) * share) >>> 8) & 0xff00;
  return redBlue | green;
}
