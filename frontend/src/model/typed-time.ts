/** Times as people type them, in any usual form. */
import { asTick } from "../core/tick";
import { tickToMs } from "../core/timeaxis";
import type { AxisInfo, Tick } from "../core/types";
import { fromLocal, toLocal } from "../core/zone";

export type TypedTime = { readonly tick: Tick } | { readonly problem: string };

const SECOND = 1_000_000_000n;
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n, us: 1_000n, µs: 1_000n, ms: 1_000_000n, s: SECOND, sec: SECOND, m: 60n * SECOND, min: 60n * SECOND,
  h: 3_600n * SECOND, d: 86_400n * SECOND, w: 604_800n * SECOND,
};
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Forms that are understood, for a hint below the field. */
export function typedForms(axis: AxisInfo): string {
  return axis.kind === "time"
    ? "09:18:04.125 · 2026-03-14 · 2026-03-14T09:18Z · +5m · -1h30m · #1000 (sample) · 1773479884 (epoch)"
    : "12.5 · +0.2 · #1000 (sample)";
}

/**
 * Read a typed time.
 *
 * @param near  what relative times count from; without a date its day is meant
 * @param zone  IANA zone that a time without one is in
 */
export function readTime(axis: AxisInfo, text: string, near: Tick, zone: string): TypedTime {
  const typed = text.trim().replace(/^[−–]/, "-");
  if (typed === "") return { problem: `Type a time, such as ${typedForms(axis).split(" · ")[0] ?? ""}.` };
  if (/^(start|first|begin)$/i.test(typed)) return { tick: axis.first };
  if (/^(end|last)$/i.test(typed)) return { tick: axis.last };
  const sample = /^#\s*(\d{1,15})$/.exec(typed);
  if (sample) return sampleAt(axis, Number(sample[1]));
  return axis.kind === "number" ? readNumber(axis, typed, near) : (relative(typed, near) ?? epoch(typed) ?? calendar(typed, near, zone) ?? unread(text));
}

function unread(text: string): TypedTime {
  return { problem: `“${text.trim()}” is no time that Faultmark can read. Try 09:18:04.125, 2026-03-14 09:18, +5m or #1000.` };
}

function sampleAt(axis: AxisInfo, number: number): TypedTime {
  if (number >= axis.size) return { problem: `The last sample is #${(axis.size - 1).toLocaleString("en")}; counting begins at #0.` };
  if (!axis.regular || axis.step === null) return { problem: "Samples have numbers only where they are evenly spaced. Type a time." };
  return { tick: asTick(axis.first + BigInt(number) * axis.step) };
}

function readNumber(axis: AxisInfo, typed: string, near: Tick): TypedTime {
  const parts = /^([+-]?)(\d+)(?:[.,](\d+))?$/.exec(typed);
  if (parts === null) return { problem: `“${typed}” is no number. This axis counts in numbers, such as 12.5, or +0.2 from here.` };
  const value = BigInt((parts[2] ?? "0") + (parts[3] ?? "").padEnd(axis.decimals, "0").slice(0, axis.decimals));
  if (parts[1] === "+") return { tick: asTick(near + value) };
  // A minus is a place where the axis has such places, else a step back.
  return { tick: asTick(parts[1] === "" ? value : axis.first < 0n ? -value : near - value) };
}

function relative(typed: string, near: Tick): TypedTime | null {
  const parts = /^([+-])((?:\s*\d+(?:[.,]\d+)?\s*[a-zµ]+)+)$/i.exec(typed);
  if (parts === null) return null;
  let sum = 0n;
  for (const [, whole = "0", part = "", name = ""] of (parts[2] ?? "").matchAll(/(\d+)(?:[.,](\d+))?\s*([a-zµ]+)/gi)) {
    const unit = UNITS[name.toLowerCase()];
    if (unit === undefined) return { problem: `“${name}” is no unit of time. There are ns, us, ms, s, m, h, d and w.` };
    const digits = part.slice(0, 12);
    sum += BigInt(whole) * unit + (BigInt(digits || "0") * unit) / 10n ** BigInt(digits.length);
  }
  return { tick: asTick(parts[1] === "-" ? near - sum : near + sum) };
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their number of digits. */
function epoch(typed: string): TypedTime | null {
  const parts = /^(-?)(\d{9,19})(?:\.(\d{1,9}))?$/.exec(typed);
  if (parts === null) return null;
  const [, minus, whole = "0", part = ""] = parts;
  const places = whole.length <= 11 ? 9 : whole.length <= 14 ? 6 : whole.length <= 17 ? 3 : 0;
  const value = BigInt(whole + part.padEnd(places, "0").slice(0, places));
  return { tick: asTick(minus ? -value : value) };
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const CLOCK = /(?:^|[T\s])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

function calendar(typed: string, near: Tick, zone: string): TypedTime | null {
  const clock = CLOCK.exec(typed);
  const dateText = (clock === null ? typed : typed.slice(0, clock.index)).trim();
  const [hour, minute, second] = [Number(clock?.[1] ?? 0), Number(clock?.[2] ?? 0), Number(clock?.[3] ?? 0)];
  const offset = offsetOf(clock?.[5]);
  const inZone = offset === null ? zone : "UTC";
  const day = dateText === "" ? (clock === null ? null : toLocal(tickToMs(near) + (offset ?? 0) * 60_000, inZone)) : readDay(dateText);
  if (day === null) return null;
  if ("problem" in day) return day;
  const { year, month } = day;
  if (month < 1 || month > 12 || day.day < 1 || day.day > new Date(Date.UTC(year, month, 0)).getUTCDate()) {
    return { problem: `There is no day ${day.day} in month ${month} of ${year}.` };
  }
  if (hour > 24 || minute > 59 || second > 60) return { problem: `There is no ${clock?.[0].trim() ?? ""} on a clock.` };
  const ms = BigInt(fromLocal(inZone, year, month, day.day, hour, minute - (offset ?? 0)));
  return { tick: asTick(ms * 1_000_000n + BigInt(second) * SECOND + BigInt((clock?.[4] ?? "").padEnd(9, "0"))) };
}

/** Minutes that a written offset is ahead of UTC; null where none is written. */
function offsetOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(text);
  if (parts === null) return 0;
  return (parts[1] === "-" ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]));
}

function readDay(text: string): Day | { problem: string } | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (dotted) return { year: Number(dotted[3]), month: Number(dotted[2]), day: Number(dotted[1]) };
  const named = /^(\d{1,2})\.?\s+([a-z]{3})[a-z]*\.?\s+(\d{4})$/i.exec(text);
  if (named) {
    const month = MONTHS.indexOf((named[2] ?? "").toLowerCase()) + 1;
    return month === 0 ? { problem: `“${named[2] ?? ""}” is no month.` } : { year: Number(named[3]), month, day: Number(named[1]) };
  }
  if (/^\d{1,2}\/\d{1,2}\/\d{2,4}$/.test(text)) return { problem: `“${text}” may be two different days. Write it as year-month-day.` };
  return null;
}
