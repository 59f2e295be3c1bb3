/** What follows a press until its release. Positions are the events' own; `moved` turns true for good past the slop. */
export interface Drag {
  move(event: PointerEvent): void;
  /** The button was released after a move. */
  commit(event: PointerEvent): void;
  /** Escape, or the browser took the pointer away. */
  cancel(): void;
  /** The button was released without a move. */
  click?(event: PointerEvent): void;
}

/**
 * Follow presses on an element. `begin` says what a press starts, or null for nothing. One drag at a time; Escape
 * cancels it, and nobody else gets to see that key.
 *
 * @returns how to stop listening; a drag under way is cancelled
 */
export function followDrags(target: HTMLElement, slop: number, begin: (event: PointerEvent) => Drag | null): () => void {
  let drag: Drag | null = null;
  let pointer = -1;
  let x = 0;
  let y = 0;
  let moved = false;

  function end(): Drag | null {
    const ended = drag;
    drag = null;
    if (target.hasPointerCapture(pointer)) target.releasePointerCapture(pointer);
    window.removeEventListener("keydown", onKey, true);
    return ended;
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !drag) return;
    event.stopPropagation();
    event.preventDefault();
    end()?.cancel();
  }
  function onDown(event: PointerEvent): void {
    if (drag || (event.button !== 0 && event.button !== 1)) return;
    drag = begin(event);
    if (!drag) return;
    if (event.button === 1) event.preventDefault(); // the browser's own scrolling
    pointer = event.pointerId;
    ({ clientX: x, clientY: y } = event);
    moved = false;
    target.setPointerCapture(pointer);
    window.addEventListener("keydown", onKey, true);
  }
  function onMove(event: PointerEvent): void {
    if (!drag || event.pointerId !== pointer) return;
    moved ||= Math.hypot(event.clientX - x, event.clientY - y) >= slop;
    if (moved) drag.move(event);
  }
  function onUp(event: PointerEvent): void {
    if (!drag || event.pointerId !== pointer) return;
    const ended = end();
    if (moved) ended?.commit(event);
    else if (ended?.click) ended.click(event);
    else ended?.cancel();
  }
  function onCancel(event: PointerEvent): void {
    if (event.pointerId === pointer) end()?.cancel();
  }
  target.addEventListener("pointerdown", onDown);
  target.addEventListener("pointermove", onMove);
  target.addEventListener("pointerup", onUp);
  target.addEventListener("pointercancel", onCancel);
  return () => {
    end()?.cancel();
    target.removeEventListener("pointerdown", onDown);
    target.removeEventListener("pointermove", onMove);
    target.removeEventListener("pointerup", onUp);
    target.removeEventListener("pointercancel", onCancel);
  };
}
