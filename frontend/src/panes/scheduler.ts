/** How much has to be drawn again. Each level includes those below it. */
export enum Repaint {
  None = 0,
  /** The crosshair and the values it reads. */
  Cursor = 1,
  /** Regions, with the channels' paths as they were. */
  Light = 2,
  /** Everything. */
  Full = 3,
}

export interface Scheduler {
  invalidate(level: Repaint): void;
  /** Draw what is due, if anything is, without waiting for the frame. */
  flush(): void;
  stop(): void;
}

/** Gathers what became invalid and draws it once, at the next frame, at the highest level asked for. */
export function createScheduler(draw: (level: Repaint) => void): Scheduler {
  let level = Repaint.None;
  let frame = 0;
  const run = (): void => {
    const now = level;
    frame = 0;
    level = Repaint.None;
    draw(now);
  };
  return {
    invalidate: (wanted) => {
      if (wanted > level) level = wanted;
      if (frame !== 0) return;
      frame = requestAnimationFrame(run);
    },
    flush: () => {
      if (frame === 0) return;
      cancelAnimationFrame(frame);
      run();
    },
    stop: () => {
      cancelAnimationFrame(frame);
      frame = 0;
    },
  };
}
