import { asTick, ceilDiv, floorDiv } from "./tick";
import type { AxisInfo, Tick, Window } from "./types";
import { fromLocal, toLocal, utc, zoneName, zoneOffset, type LocalTime } from "./zone";

export interface AxisTick {
  readonly tick: Tick;
  readonly label: string;
}

/** Ticks of the shared axis, and beneath them what they leave out: the date, the year, the zone. */
export interface AxisTicks {
  readonly ticks: readonly AxisTick[];
  /** Holds for the left edge of the view. */
  readonly context: string;
  /** Where the context changes within the view. */
  readonly changes: readonly AxisTick[];
}

const MS = 1_000_000n;
const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;
const DAY = 24n * HOUR;

type Unit = "clock" | "day" | "week" | "month" | "year";
interface Step {
  readonly unit: Unit;
  /** Nanoseconds for a clock step, else how many of the unit. */
  readonly size: bigint;
  /** About how long it is, in nanoseconds. */
  readonly length: number;
}

function ladder(): Step[] {
  const steps: Step[] = [];
  const clock = (size: bigint): void => void steps.push({ unit: "clock", size, length: Number(size) });
  for (let decade = 1n; decade < SECOND; decade *= 10n) for (const factor of [1n, 2n, 5n]) clock(decade * factor);
  for (const n of [1n, 2n, 5n, 10n, 15n, 30n]) clock(n * SECOND);
  for (const n of [1n, 2n, 5n, 10n, 15n, 30n]) clock(n * MINUTE);
  for (const n of [1n, 2n, 3n, 6n, 12n]) clock(n * HOUR);
  const day = Number(DAY);
  steps.push({ unit: "day", size: 1n, length: day }, { unit: "day", size: 2n, length: 2 * day });
  steps.push({ unit: "week", size: 1n, length: 7 * day });
  for (const n of [1, 3, 6]) steps.push({ unit: "month", size: BigInt(n), length: n * 30.4 * day });
  for (const decade of [1, 10, 100]) {
    for (const n of [1, 2, 5]) {
      steps.push({ unit: "year", size: BigInt(n * decade), length: n * decade * 365.25 * day });
    }
  }
  return steps;
}

const STEPS = ladder();

/**
 * Ticks for a window.
 *
 * @param width  length of the axis in pixels
 * @param zone   IANA zone whose clock and calendar the ticks follow; a numeric axis ignores it
 * @param charWidth  about how wide a character of a label is, in the same pixels
 */
export function axisTicks(axis: Pick<AxisInfo, "kind" | "decimals">, window: Window, width: number, zone: string, charWidth = 6.6): AxisTicks {
  if (window.end <= window.start || width <= 0) return { ticks: [], context: "", changes: [] };
  return axis.kind === "time"
    ? timeTicks(window, width, zone, charWidth)
    : numberTicks(window, width, axis.decimals, charWidth);
}

function timeTicks(window: Window, width: number, zone: string, charWidth: number): AxisTicks {
  const perPixel = Number(window.end - window.start) / width;
  const step =
    STEPS.find((candidate) => candidate.length / perPixel >= (labelLength(candidate) + 3) * charWidth) ?? STEPS.at(-1);
  if (!step) return { ticks: [], context: "", changes: [] };
  const ticks = (step.unit === "clock" ? clockTicks(window, step.size, zone) : calendarTicks(window, step, zone)).map(
    (tick) => ({ tick, label: label(tick, step, zone) }),
  );
  const changes: AxisTick[] = [];
  let context = contextOf(window.start, step, zone);
  const first = context;
  for (const { tick } of ticks) {
    const here = contextOf(tick, step, zone);
    if (here !== context && tick > window.start) changes.push({ tick, label: here });
    context = here;
  }
  return { ticks, context: first, changes };
}

function labelLength(step: Step): number {
  if (step.unit !== "clock") return step.unit === "year" || step.unit === "month" ? 4 : 6;
  if (step.size >= MINUTE) return 5;
  if (step.size >= SECOND) return 8;
  return 3 + digits(step.size);
}

/** Decimals of a second that a step below one second needs. */
function digits(step: bigint): number {
  let count = 9;
  for (let size = step; size % 10n === 0n && count > 0; size /= 10n) count--;
  return count;
}

/** Milliseconds since the epoch, rounded down. */
export function tickToMs(tick: bigint): number {
  return Number(floorDiv(tick, MS));
}

function offsetTicks(tick: bigint, zone: string): bigint {
  return BigInt(zoneOffset(tickToMs(tick), zone)) * MS;
}

function clockTicks(window: Window, step: bigint, zone: string): Tick[] {
  const found: Tick[] = [];
  const offset = offsetTicks(window.start, zone);
  let tick = align(ceilDiv(window.start + offset, step) * step - offset, step, zone);
  while (tick < window.end) {
    if (tick >= window.start && tick > (found.at(-1) ?? tick - 1n)) found.push(asTick(tick));
    const next = align(tick + step, step, zone);
    tick = next > tick ? next : next + step;
  }
  return found;
}

/** Move a tick, by no more than half a step, to where the zone's clock shows a multiple of the step. */
function align(tick: bigint, step: bigint, zone: string): bigint {
  const local = tick + offsetTicks(tick, zone);
  const rest = local - floorDiv(local, step) * step;
  if (rest === 0n) return tick;
  return rest * 2n > step ? tick + step - rest : tick - rest;
}

function calendarTicks(window: Window, step: Step, zone: string): Tick[] {
  const found: Tick[] = [];
  const size = Number(step.size);
  let local = toLocal(tickToMs(window.start), zone);
  let { year, month, day } = floorDate(local, step, size);
  for (;;) {
    const tick = asTick(BigInt(fromLocal(zone, year, month, day)) * MS);
    if (tick >= window.end) return found;
    if (tick >= window.start) found.push(tick);
    if (step.unit === "year") year += size;
    else if (step.unit === "month") month += size;
    else day += step.unit === "week" ? 7 : size;
    // Let the calendar carry: 32 January becomes 1 February.
    local = toLocal(utc(year, month, day), "UTC");
    ({ year, month, day } = local);
  }
}

function floorDate(local: LocalTime, step: Step, size: number): { year: number; month: number; day: number } {
  const { year, month, day } = local;
  if (step.unit === "year") return { year: Math.floor(year / size) * size, month: 1, day: 1 };
  if (step.unit === "month") return { year, month: month - ((month - 1) % size), day: 1 };
  if (step.unit === "week") return { year, month, day: day - local.weekday };
  const number = Math.floor(utc(year, month, day) / 86_400_000);
  return { year, month, day: day - (((number % size) + size) % size) };
}

export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value: number): string => String(value).padStart(2, "0");

function label(tick: Tick, step: Step, zone: string): string {
  const local = toLocal(tickToMs(tick), zone);
  switch (step.unit) {
    case "year":
      return String(local.year);
    case "month":
      return MONTHS[local.month - 1] ?? "";
    case "day":
    case "week":
      return `${local.day} ${MONTHS[local.month - 1] ?? ""}`;
    case "clock":
  }
  if (step.size >= MINUTE) return `${two(local.hour)}:${two(local.minute)}`;
  if (step.size >= SECOND) return `${two(local.hour)}:${two(local.minute)}:${two(local.second)}`;
  const below = tick - floorDiv(tick, SECOND) * SECOND;
  return `${two(local.second)}.${below.toString().padStart(9, "0").slice(0, digits(step.size))}`;
}

function contextOf(tick: Tick, step: Step, zone: string): string {
  const ms = tickToMs(tick);
  const { year, month, day, hour, minute } = toLocal(ms, zone);
  if (step.unit === "year") return zoneName(ms, zone);
  if (step.unit !== "clock") return `${year} ${zoneName(ms, zone)}`;
  const date = `${day} ${MONTHS[month - 1] ?? ""} ${year}`;
  if (step.size >= SECOND) return `${date} ${zoneName(ms, zone)}`;
  return `${date} ${two(hour)}:${two(minute)} ${zoneName(ms, zone)}`;
}

function numberTicks(window: Window, width: number, decimals: number, charWidth: number): AxisTicks {
  const perPixel = Number(window.end - window.start) / width;
  const far = window.end + window.start > 0n ? window.end : window.start;
  const whole = decimalText(far, decimals, 0).length;
  let step = 1n;
  for (let decade = 1n, fits = false; !fits; decade *= 10n) {
    for (const factor of [1n, 2n, 5n]) {
      step = decade * factor;
      const places = decimalPlaces(step, decimals);
      if (Number(step) / perPixel >= (whole + (places > 0 ? places + 1 : 0) + 3) * charWidth) {
        fits = true;
        break;
      }
    }
  }
  const places = decimalPlaces(step, decimals);
  const ticks: AxisTick[] = [];
  for (let tick = ceilDiv(window.start, step) * step; tick < window.end; tick += step) {
    ticks.push({ tick: asTick(tick), label: decimalText(tick, decimals, places) });
  }
  return { ticks, context: "", changes: [] };
}

function decimalPlaces(step: bigint, decimals: number): number {
  let places = decimals;
  for (let size = step; size % 10n === 0n && places > 0; size /= 10n) places--;
  return places;
}

/** A numeric tick as a decimal number, exactly, cut to `places` decimals. */
export function decimalText(tick: bigint, decimals: number, places = decimals): string {
  const text = (tick < 0n ? -tick : tick).toString().padStart(decimals + 1, "0");
  const whole = text.slice(0, text.length - decimals);
  const part = text.slice(text.length - decimals, text.length - decimals + places);
  return `${tick < 0n ? "−" : ""}${whole}${part ? `.${part}` : ""}`;
}

/** What has to be known of an axis to write its ticks. */
export type WrittenAxis = Pick<AxisInfo, "kind" | "decimals" | "regular" | "step" | "first">;

/** Fewest decimals of a second, in steps of three, that write all of these ticks exactly. */
function placesFor(...ticks: readonly bigint[]): number {
  for (const places of [0, 3, 6]) {
    const unit = 10n ** BigInt(9 - places);
    if (ticks.every((tick) => tick % unit === 0n)) return places;
  }
  return 9;
}

/** From this many ticks a pixel on, a view holds about a day, and a clock alone does not say which. */
const DAY_IN_VIEW = Number(DAY) / 700;

/**
 * The exact text of a sample's tick for a badge: no digit of it is left out. On a regular axis all samples have as
 * many decimals. `resolution` is the width of a pixel in ticks.
 */
export function tickLabel(axis: WrittenAxis, tick: Tick, resolution: number, zone: string): string {
  if (axis.kind === "number") return decimalText(tick, axis.decimals);
  const local = toLocal(tickToMs(tick), zone);
  const clock = `${two(local.hour)}:${two(local.minute)}:${two(local.second)}`;
  const below = tick - floorDiv(tick, SECOND) * SECOND;
  const places = axis.regular && axis.step !== null ? placesFor(axis.step, axis.first, tick) : Math.max(placesFor(tick), placesAt(resolution));
  const exact = places > 0 ? `${clock}.${below.toString().padStart(9, "0").slice(0, places)}` : clock;
  return resolution > DAY_IN_VIEW ? `${local.day} ${MONTHS[local.month - 1] ?? ""} ${exact}` : exact;
}

/** Decimals of a second, in steps of three, that tell two pixels apart. */
function placesAt(resolution: number): number {
  const wanted = Math.min(9, Math.max(0, Math.ceil(9 - Math.log10(Math.max(resolution, 1)))));
  return 3 * Math.ceil(wanted / 3);
}

/** A length of time in words that a glance can take in: "24 h", "2 h 10 min", "350 ms". */
export function durationText(ticks: bigint): string {
  if (ticks < 1000n) return `${ticks} ns`;
  if (ticks < MS) return `${short(Number(ticks) / 1e3)} µs`;
  if (ticks < SECOND) return `${short(Number(ticks) / 1e6)} ms`;
  if (ticks < MINUTE) return `${short(Number(ticks) / 1e9)} s`;
  const units: [bigint, string][] = [[365n * DAY, "y"], [DAY, "d"], [HOUR, "h"], [MINUTE, "min"], [SECOND, "s"]];
  // One second short of a day is a day: the last sample's own length is missing.
  const rounded = ticks >= 2n * DAY ? floorDiv(ticks + HOUR / 2n, HOUR) * HOUR : floorDiv(ticks + SECOND / 2n, SECOND) * SECOND;
  const at = units.findIndex(([size, name]) => rounded >= size && !(name === "d" && rounded < 3n * DAY));
  const [size, name] = units[at] ?? units[4] ?? [SECOND, "s"];
  const next = units[at + 1];
  const rest = next ? (rounded % size) / next[0] : 0n;
  return `${rounded / size} ${name}${next && rest > 0n ? ` ${rest} ${next[1]}` : ""}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
