/** Times as people read them, in the zone that is shown. */
import { floorDiv } from "../core/tick";
import { decimalText, MONTHS, tickToMs } from "../core/timeaxis";
import type { AxisInfo, Tick } from "../core/types";
import { toLocal } from "../core/zone";

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

/** Where something lies, in short: the clock, such as `09:18:04`, and on a longer axis the day, such as `14 Mar 09:18`. */
export function placeText(axis: AxisInfo, tick: Tick, zone: string): string {
  if (axis.kind === "number") return clockText(axis, tick, zone);
  const clock = clockText(axis, tick, zone).slice(0, 8);
  const local = toLocal(tickToMs(tick), zone);
  return axis.last - axis.first > 86_400n * SECOND ? `${local.day} ${MONTHS[local.month - 1] ?? ""} ${clock.slice(0, 5)}` : clock;
}
