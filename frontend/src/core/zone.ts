/** Calendar fields of one moment as a clock in some zone shows them. `month` counts from 1, `weekday` from Monday = 0. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
}

const QUARTER = 900_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "iso8601",
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, format);
  }
  return format;
}

/** Milliseconds that a zone such as `+05:30` is ahead of UTC; null for one with a name. */
function fixedOffset(zone: string): number | null {
  const parts = /^([+-])(\d\d):(\d\d)$/.exec(zone);
  return parts === null ? null : (parts[1] === "-" ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3])) * 60_000;
}

/** Whether this JavaScript knows the zone. */
export function isZone(zone: string): boolean {
  if (fixedOffset(zone) !== null) return true;
  try {
    formatFor(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * Milliseconds to add to UTC to get the zone's clock at that moment (milliseconds since the epoch, UTC).
 * Throws RangeError for an unknown zone.
 */
export function zoneOffset(ms: number, zone: string): number {
  if (zone === "UTC") return 0;
  const fixed = fixedOffset(zone);
  if (fixed !== null) return fixed;
  let known = offsets.get(zone);
  if (!known) {
    known = new Map();
    offsets.set(zone, known);
  }
  // No zone has changed its offset anywhere but on a quarter of an hour since 1972, and asking Intl is slow.
  const quarter = Math.floor(ms / QUARTER);
  let offset = known.get(quarter);
  if (offset === undefined) {
    if (known.size > 20_000) known.clear();
    offset = readOffset(quarter * QUARTER, zone);
    known.set(quarter, offset);
  }
  return offset;
}

function readOffset(ms: number, zone: string): number {
  const field: Record<string, string> = {};
  for (const part of formatFor(zone).formatToParts(ms)) field[part.type] = part.value;
  const number = (name: string): number => Number(field[name] ?? 0);
  const year = field.era?.startsWith("B") ? 1 - number("year") : number("year");
  return utc(year, number("month"), number("day"), number("hour"), number("minute"), number("second")) - ms;
}

/** Like Date.UTC, but takes the years 0 to 99 as they are, and a month from 1. */
export function utc(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime();
}

/** What the zone's calendar and clock show at a moment (milliseconds since the epoch). */
export function toLocal(ms: number, zone: string): LocalTime {
  const date = new Date(ms + zoneOffset(ms, zone));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: (date.getUTCDay() + 6) % 7,
  };
}

/**
 * The moment at which the zone's clock shows a time. Of two such moments the first; where the clock skips the
 * time, the moment of the skip's end.
 */
export function fromLocal(zone: string, year: number, month: number, day: number, hour = 0, minute = 0): number {
  const wanted = utc(year, month, day, hour, minute);
  const before = wanted - zoneOffset(wanted - 86_400_000, zone);
  const after = wanted - zoneOffset(wanted + 86_400_000, zone);
  const early = Math.min(before, after);
  const late = Math.max(before, after);
  if (early + zoneOffset(early, zone) === wanted) return early;
  if (late + zoneOffset(late, zone) === wanted) return late;
  // The clock jumped over it. Find where it landed: the offset changes somewhere between the two guesses.
  let low = Math.floor(early / QUARTER);
  let high = Math.ceil(late / QUARTER);
  const old = zoneOffset(low * QUARTER, zone);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (zoneOffset(middle * QUARTER, zone) === old) low = middle;
    else high = middle;
  }
  return high * QUARTER;
}

const names = new Map<string, Intl.DateTimeFormat>();

/** Short name of a zone at a moment: "UTC", "CET", "GMT+5:30". */
export function zoneName(ms: number, zone: string): string {
  if (zone === "UTC") return "UTC";
  if (fixedOffset(zone) !== null) return `UTC${zone}`;
  let format = names.get(zone);
  if (!format) {
    // British English writes CET where American English writes GMT+1.
    const locale = zone.startsWith("America/") || zone.startsWith("Pacific/") ? "en-US" : "en-GB";
    format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "short" });
    names.set(zone, format);
  }
  return format.formatToParts(ms).find((part) => part.type === "timeZoneName")?.value ?? zone;
}
