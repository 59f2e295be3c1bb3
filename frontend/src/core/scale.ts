export interface ValueTicks {
  readonly values: readonly number[];
  readonly step: number;
  /** Decimals that tell the ticks apart. */
  readonly decimals: number;
}

export type Range = readonly [low: number, high: number];

/** Smallest 1, 2 or 5 × 10^n that is no less than `least`. */
export function niceStep(least: number): number {
  if (!(least > 0) || !Number.isFinite(least)) return 1;
  const decade = 10 ** Math.floor(Math.log10(least));
  for (const factor of [1, 2, 5, 10]) if (decade * factor >= least * (1 - 1e-9)) return decade * factor;
  return decade * 10;
}

/** Round values within a range, at most `most` of them (but at least one interval's ends are tried for). */
export function valueTicks([low, high]: Range, most: number): ValueTicks {
  if (!(high > low) || most < 1) return { values: [], step: 1, decimals: 0 };
  const step = niceStep((high - low) / most);
  const decimals = Math.min(20, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
  const values: number[] = [];
  for (let n = Math.ceil(low / step - 1e-9); n <= Math.floor(high / step + 1e-9); n++) values.push(n * step + 0);
  return { values, step, decimals };
}

/** The range that shows values from low to high with a little air. Equal ends get air around them too. */
export function padded(low: number, high: number, air = 0.08): Range {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const span = high - low;
  if (span <= Math.abs(high) * 1e-12) {
    const half = Math.abs(high) * 0.05 || 1;
    return [low - half, high + half];
  }
  return [low - span * air, high + span * air];
}

/**
 * The range to show next. It grows as soon as values leave it, but shrinks only once they fill less than
 * `least` of it, so that panning does not make the channel breathe.
 */
export function steadyRange(before: Range | null, low: number, high: number, least = 0.55): Range {
  if (low > high) return before ?? [0, 1];
  const wanted = padded(low, high);
  if (!before) return wanted;
  const inside = low >= before[0] && high <= before[1];
  const fills = (wanted[1] - wanted[0]) / (before[1] - before[0]);
  return inside && fills >= least && fills <= 1.3 ? before : wanted;
}

/**
 * Ticks of a logarithmic axis. All positions are exponents of ten: powers of ten where the range holds two of them,
 * with their doubles and quintuples while there is room; else the round values between.
 */
export function logTicks([low, high]: Range, most: number): { at: number; value: number }[] {
  if (!(high > low) || most < 1) return [];
  const first = Math.ceil(low - 1e-9);
  const last = Math.floor(high + 1e-9);
  if (last - first < 1) {
    const { values } = valueTicks([10 ** low, 10 ** high], most);
    return values.filter((value) => value > 0).map((value) => ({ at: Math.log10(value), value }));
  }
  const every = Math.max(1, Math.ceil((last - first + 1) / most));
  const factors = every === 1 && 3 * (last - first + 1) <= most ? [1, 2, 5] : [1];
  const ticks: { at: number; value: number }[] = [];
  for (let exponent = Math.floor(low); exponent <= last; exponent++) {
    if (exponent % every !== 0) continue;
    for (const factor of factors) {
      // Multiplying by a negative power would leave a trail of nines.
      const value = exponent < 0 ? factor / 10 ** -exponent : factor * 10 ** exponent;
      const at = exponent + Math.log10(factor);
      if (at >= low - 1e-9 && at <= high + 1e-9) ticks.push({ at, value });
    }
  }
  return ticks;
}
