/** Time as the model takes it: tests turn it by hand. */
export interface Clock {
  /** Run `action` after some milliseconds; returns how to call it off. */
  after(milliseconds: number, action: () => void): () => void;
}

export const REAL_CLOCK: Clock = {
  after: (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};
