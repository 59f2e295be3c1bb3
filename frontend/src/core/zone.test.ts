import { describe, expect, it } from "vitest";

import { fromLocal, isZone, toLocal, zoneName, zoneOffset } from "./zone";

const HOUR = 3_600_000;

describe("zones", () => {
  it("knows the offset before and after a clock change", () => {
    expect(zoneOffset(Date.UTC(2026, 2, 29, 0, 59, 59), "Europe/Zurich")).toBe(HOUR);
    expect(zoneOffset(Date.UTC(2026, 2, 29, 1, 0, 0), "Europe/Zurich")).toBe(2 * HOUR);
    expect(zoneOffset(Date.UTC(2026, 0, 1), "Asia/Kolkata")).toBe(5.5 * HOUR);
    expect(zoneOffset(Date.UTC(2026, 0, 1), "Asia/Kathmandu")).toBe(5.75 * HOUR);
  });

  it("takes an offset as a zone that has no summer", () => {
    expect(zoneOffset(Date.UTC(2026, 6, 1), "+02:00")).toBe(2 * HOUR);
    expect(zoneOffset(0, "-03:30")).toBe(-3.5 * HOUR);
    expect(fromLocal("+02:00", 2026, 3, 14, 8)).toBe(Date.UTC(2026, 2, 14, 6));
    expect(zoneName(0, "+02:00")).toBe("UTC+02:00");
    expect(isZone("+02:00")).toBe(true);
  });

  it("reads the calendar in the zone, not in UTC", () => {
    expect(toLocal(Date.UTC(2026, 2, 14, 23, 30), "Europe/Zurich")).toMatchObject({ day: 15, hour: 0, minute: 30, weekday: 6 });
    expect(toLocal(Date.UTC(1969, 11, 31, 23, 59, 59), "UTC")).toMatchObject({ year: 1969, month: 12, day: 31, second: 59 });
  });

  it("finds the moment of a local time, the first of two, and the end of a skip", () => {
    expect(fromLocal("Europe/Zurich", 2026, 3, 14, 8)).toBe(Date.UTC(2026, 2, 14, 7));
    expect(fromLocal("Europe/Zurich", 2026, 10, 25, 2, 30)).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(fromLocal("Europe/Zurich", 2026, 3, 29, 2, 30)).toBe(Date.UTC(2026, 2, 29, 1));
    // Santiago's clock skips midnight itself.
    expect(fromLocal("America/Santiago", 2025, 9, 7)).toBe(Date.UTC(2025, 8, 7, 4));
  });

  it("names zones and tells known from unknown", () => {
    expect(zoneName(Date.UTC(2026, 0, 1), "Europe/Zurich")).toBe("CET");
    expect(zoneName(Date.UTC(2026, 6, 1), "Europe/Zurich")).toBe("CEST");
    expect(zoneName(0, "UTC")).toBe("UTC");
    expect(isZone("Europe/Zurich")).toBe(true);
    expect(isZone("Mars/Olympus")).toBe(false);
  });
});
