export type WheelDeed = { readonly kind: "zoom"; readonly factor: number } | { readonly kind: "pan"; readonly pixels: number };

const LINE = 16;
const PAGE = 400;

/**
 * What a turn of the wheel means: zoom, or pan with shift or control held, or with a trackpad's sideways swipe. A
 * pinch comes as a wheel with control that nobody holds, and zooms.
 */
export function wheelDeed(event: Pick<WheelEvent, "deltaX" | "deltaY" | "deltaMode" | "ctrlKey" | "shiftKey">, controlHeld: boolean): WheelDeed | null {
  const unit = event.deltaMode === 1 ? LINE : event.deltaMode === 2 ? PAGE : 1;
  const x = event.deltaX * unit;
  const y = event.deltaY * unit;
  if (x === 0 && y === 0) return null;
  const pinch = event.ctrlKey && !controlHeld;
  if (!pinch && (event.shiftKey || event.ctrlKey)) return { kind: "pan", pixels: Math.abs(x) > Math.abs(y) ? x : y };
  if (!pinch && Math.abs(x) > Math.abs(y)) return { kind: "pan", pixels: x };
  if (y === 0) return null;
  // A notch of a mouse wheel is about 100; a pinch comes in small steps.
  const strength = pinch ? 0.012 : 0.0022;
  return { kind: "zoom", factor: Math.exp(Math.max(-300, Math.min(300, y)) * strength) };
}
