/** The plotting area of one pane on its canvas, in device pixels. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** Both ends in whole device pixels. One out of view lies on the area's border, where {@link inside} leaves it out. */
export function across({ left, width, ratio }: Area, x0: number, x1: number): [number, number] {
  const place = (x: number): number => Math.min(left + width, Math.max(left, Math.round(left + x * ratio)));
  return [place(x0), place(x1)];
}

export function inside(area: Area, x: number): boolean {
  return x > area.left && x < area.left + area.width;
}

/** A part of a canvas, in device pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function overlaps(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
