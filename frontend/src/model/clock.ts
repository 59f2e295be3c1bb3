/** Time as the model takes it: tests turn it by hand. */
export interface Clock {
  /** Run `action` after some milliseconds, when nothing more urgent is to be done; returns how to call it off. */
  after(milliseconds: number, action: () => void): () => void;
}

/** However busy the page is, no longer than this. */
const MOST_WAIT_MS = 500;

export const REAL_CLOCK: Clock = {
  after: (milliseconds, action) => {
    let idle: number | null = null;
    const timer = setTimeout(() => {
      if (typeof requestIdleCallback === "undefined") action();
      else idle = requestIdleCallback(action, { timeout: MOST_WAIT_MS });
    }, milliseconds);
    return () => {
      clearTimeout(timer);
      if (idle !== null) cancelIdleCallback(idle);
    };
  },
};
