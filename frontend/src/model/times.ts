/** Times as people read and type them, in the zone that is shown. */
import { asTick, floorDiv } from "../core/tick";
import { decimalText, tickToMs } from "../core/timeaxis";
import type { AxisInfo, Tick } from "../core/types";
import { fromLocal, toLocal } from "../core/zone";

const SECOND = 1_000_000_000n;
const two = (value: number) => String(value).padStart(2, "0");

/** Decimals of a second that tell the axis' samples apart, in steps of three. */
function places(axis: AxisInfo): number {
  if (axis.step !== null && axis.step % SECOND === 0n && axis.first % SECOND === 0n) return 0;
  const step = axis.step ?? (axis.size > 1 ? (axis.last - axis.first) / BigInt(axis.size - 1) : SECOND);
  for (const digits of [3, 6]) {
    const unit = 10n ** BigInt(9 - digits);
    if (step % unit === 0n && axis.first % unit === 0n && axis.step !== null) return digits;
    if (axis.step === null && step >= unit * 1000n) return digits;
  }
  return 9;
}

/** The clock alone, such as `09:18:04.125`; a plain number on a numeric axis. */
export function clockText(axis: AxisInfo, tick: Tick, zone: string): string {
  if (axis.kind === "number") return decimalText(tick, axis.decimals);
  const local = toLocal(tickToMs(tick), zone);
  const below = tick - floorDiv(tick, SECOND) * SECOND;
  const digits = places(axis);
  const fraction = digits > 0 ? `.${below.toString().padStart(9, "0").slice(0, digits)}` : "";
  return `${two(local.hour)}:${two(local.minute)}:${two(local.second)}${fraction}`;
}

/** Date and clock, such as `2026-03-14 09:18:04.125`. */
export function momentText(axis: AxisInfo, tick: Tick, zone: string): string {
  if (axis.kind === "number") return clockText(axis, tick, zone);
  const local = toLocal(tickToMs(tick), zone);
  return `${String(local.year).padStart(4, "0")}-${two(local.month)}-${two(local.day)} ${clockText(axis, tick, zone)}`;
}

/**
 * Read a typed time: `9:18`, `09:18:04.125`, `2026-03-14 09:18`, `2026-03-14T09:18:04Z`, or a number on a numeric
 * axis. Without a date the day of `near` is meant. Null for what is none of these.
 */
export function parseMoment(axis: AxisInfo, text: string, near: Tick, zone: string): Tick | null {
  const typed = text.trim();
  if (axis.kind === "number") {
    const parts = /^(-?)(\d+)(?:[.,](\d+))?$/.exec(typed);
    if (parts === null) return null;
    const digits = (parts[3] ?? "").padEnd(axis.decimals, "0").slice(0, axis.decimals);
    const value = BigInt((parts[2] ?? "0") + digits);
    return asTick(parts[1] ? -value : value);
  }
  const parts = /^(?:(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+|$))?(?:(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC)?$/i.exec(typed);
  if (parts === null || typed === "") return null;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", utc] = parts;
  const here = toLocal(tickToMs(near), utc ? "UTC" : zone);
  const [y, m, d] = year ? [Number(year), Number(month), Number(day)] : [here.year, here.month, here.day];
  if (m < 1 || m > 12 || d < 1 || d > 31 || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 59) return null;
  const minutes = fromLocal(utc ? "UTC" : zone, y, m, d, Number(hour), Number(minute));
  return asTick(BigInt(minutes) * 1_000_000n + BigInt(second) * SECOND + BigInt(fraction.padEnd(9, "0")));
}
