import { describe, expect, it } from "vitest";

import { asTick } from "./tick";
import { axisTicks, decimalText, durationText, tickLabel } from "./timeaxis";
import type { Window } from "./types";

const TIME = { kind: "time", decimals: 0 } as const;
const ns = (iso: string): bigint => BigInt(Date.parse(iso)) * 1_000_000n;
const window = (start: bigint, end: bigint): Window => ({ start: asTick(start), end: asTick(end) });
const between = (from: string, to: string): Window => window(ns(from), ns(to));
const iso = (tick: bigint): string => new Date(Number(tick / 1_000_000n)).toISOString();

describe("the time axis", () => {
  it("puts round clock times on a view of two hours and the date beneath", () => {
    const axis = axisTicks(TIME, between("2026-03-14T07:00:00Z", "2026-03-14T09:10:00Z"), 884, "Europe/Zurich");
    expect(axis.ticks.map((tick) => tick.label)).toEqual([
      "08:00", "08:10", "08:20", "08:30", "08:40", "08:50", "09:00", "09:10", "09:20", "09:30", "09:40", "09:50", "10:00",
    ]);
    expect(axis.context).toBe("14 Mar 2026 CET");
    expect(axis.changes).toEqual([]);
  });

  it("aligns days with the zone's midnight across a clock change", () => {
    const axis = axisTicks(TIME, between("2026-03-27T12:00:00Z", "2026-03-31T12:00:00Z"), 300, "Europe/Zurich");
    expect(axis.ticks.map((tick) => iso(tick.tick))).toEqual([
      "2026-03-27T23:00:00.000Z", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z", "2026-03-30T22:00:00.000Z",
    ]);
    expect(axis.ticks[1]?.label).toBe("29 Mar");
    expect(axis.context).toBe("2026 CET");
    expect(axis.changes.map((change) => change.label)).toEqual(["2026 CEST"]);
  });

  it("keeps six-hour ticks on 0, 6, 12, 18 through both clock changes", () => {
    for (const [from, to] of [["2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z"], ["2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z"]] as const) {
      const labels = axisTicks(TIME, between(from, to), 460, "Europe/Zurich").ticks.map((tick) => tick.label);
      expect(labels.length).toBeGreaterThan(7);
      expect(new Set(labels)).toEqual(new Set(["00:00", "06:00", "12:00", "18:00"]));
    }
  });

  it("shows both of the hours that a clock repeats", () => {
    const labels = axisTicks(TIME, between("2026-10-24T23:30:00Z", "2026-10-25T03:30:00Z"), 230, "Europe/Zurich").ticks.map((tick) => tick.label);
    expect(labels).toEqual(["02:00", "02:00", "03:00", "04:00"]);
  });

  it("says at midnight which day begins", () => {
    const axis = axisTicks(TIME, between("2026-03-14T20:00:00Z", "2026-03-15T04:00:00Z"), 500, "UTC");
    expect(axis.changes.map((change) => [iso(change.tick), change.label])).toEqual([["2026-03-15T00:00:00.000Z", "15 Mar 2026 UTC"]]);
  });

  it("goes down below a microsecond", () => {
    const start = ns("2026-03-14T09:07:04.125Z");
    const axis = axisTicks(TIME, window(start, start + 1_000n), 600, "UTC");
    expect(axis.ticks.slice(0, 3).map((tick) => tick.label)).toEqual(["04.1250000", "04.1250002", "04.1250004"]);
    expect(axis.context).toBe("14 Mar 2026 09:07 UTC");
  });

  it("resolves the samples of 50 kHz data", () => {
    const start = ns("2026-03-14T09:07:04.125Z");
    const axis = axisTicks(TIME, window(start, start + 160_000n), 800, "UTC");
    expect(axis.ticks.slice(0, 3).map((tick) => tick.label)).toEqual(["04.12500", "04.12502", "04.12504"]);
  });

  it("goes up to decades", () => {
    const axis = axisTicks(TIME, between("1961-05-01T00:00:00Z", "2026-03-14T00:00:00Z"), 400, "Europe/Zurich");
    expect(axis.ticks.map((tick) => tick.label)).toEqual(["1970", "1980", "1990", "2000", "2010", "2020"]);
    expect(iso(axis.ticks[1]?.tick ?? 0n)).toBe("1979-12-31T23:00:00.000Z");
  });

  it("counts months with their own lengths, and starts weeks on Monday", () => {
    const months = axisTicks(TIME, between("2025-11-15T00:00:00Z", "2026-04-02T00:00:00Z"), 300, "UTC");
    expect(months.ticks.map((tick) => tick.label)).toEqual(["Dec", "Jan", "Feb", "Mar", "Apr"]);
    expect(months.changes.map((change) => change.label)).toEqual(["2026 UTC"]);
    const weeks = axisTicks(TIME, between("2026-03-03T00:00:00Z", "2026-03-31T00:00:00Z"), 300, "UTC");
    expect(weeks.ticks.map((tick) => tick.label)).toEqual(["9 Mar", "16 Mar", "23 Mar", "30 Mar"]);
  });

  it("leaves labels room at every zoom", () => {
    for (let span = 100n; span < 10n ** 18n; span = span * 3n) {
      const axis = axisTicks(TIME, window(ns("2026-03-14T09:07:04.125Z"), ns("2026-03-14T09:07:04.125Z") + span), 900, "Europe/Zurich");
      expect(axis.ticks.length).toBeGreaterThan(2);
      for (const [index, tick] of axis.ticks.entries()) {
        const next = axis.ticks[index + 1];
        if (!next) continue;
        const pixels = (Number(next.tick - tick.tick) / Number(span)) * 900;
        expect(pixels).toBeGreaterThan((tick.label.length + 1) * 6.6);
      }
    }
  });
});

describe("the numeric axis", () => {
  it("counts in ones, twos and fives with the decimals the step needs", () => {
    const axis = axisTicks({ kind: "number", decimals: 3 }, window(-250n, 1_250n), 500, "UTC");
    expect(axis.ticks.map((tick) => tick.label)).toEqual(["−0.2", "0.0", "0.2", "0.4", "0.6", "0.8", "1.0", "1.2"]);
  });

  it("never splits what the series cannot tell apart", () => {
    const axis = axisTicks({ kind: "number", decimals: 0 }, window(0n, 8n), 900, "UTC");
    expect(axis.ticks.map((tick) => tick.label)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7"]);
  });

  it("writes huge numbers exactly", () => {
    expect(decimalText(9_007_199_254_740_993n, 1)).toBe("900719925474099.3");
    expect(decimalText(-5n, 3)).toBe("−0.005");
  });
});

describe("the axis of vibration at 50 kHz", () => {
  const step = 20_000n;
  const start = ns("2026-03-14T07:59:59.999Z") + 940_000n;
  it.each(["UTC", "Europe/Zurich", "Asia/Kathmandu"])("has distinct labels, exact to the tick, at every zoom in %s", (zone) => {
    for (let samples = 8n; samples < 1_000_000n; samples = (samples * 13n) / 8n) {
      const view = window(start, start + samples * step);
      const { ticks } = axisTicks(TIME, view, 884, zone);
      expect(ticks.length).toBeGreaterThan(1);
      expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
      for (const { tick, label } of ticks) {
        const shown = /(\d\d)(?:\.(\d+))?$/.exec(label);
        expect(`${shown?.[1]}.${(shown?.[2] ?? "").padEnd(9, "0")}`).toBe(
          tickLabel({ ...TIME, regular: true, step: asTick(1n), first: asTick(0n) }, tick, 1, zone).slice(-12),
        );
      }
    }
  });
  it("has distinct labels on a numeric axis too", () => {
    for (let samples = 8n; samples < 1_000_000n; samples *= 3n) {
      const { ticks } = axisTicks({ kind: "number", decimals: 5 }, window(123_456_789n, 123_456_789n + samples * 2n), 884, "UTC");
      expect(ticks.length).toBeGreaterThan(1);
      expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
      for (const { tick, label } of ticks) expect(Number(label)).toBe(Number(tick) / 1e5);
    }
  });
});

describe("the time badge", () => {
  const tick = asTick(ns("2026-03-14T08:07:12.500Z") + 1_250n);
  const regular = (step: bigint, first: bigint) => ({ ...TIME, regular: true, step: asTick(step), first: asTick(first) });
  const irregular = { ...TIME, regular: false, step: null, first: asTick(0n) };
  it("writes a sample's time exactly, however far away the view is", () => {
    expect(tickLabel(irregular, tick, 8.7e9, "Europe/Zurich")).toBe("09:07:12.500001250");
    expect(tickLabel(regular(1_250n, 0n), tick, 8.7e9, "Europe/Zurich")).toBe("09:07:12.500001250");
  });
  it("has the same decimals for all samples of a regular axis, and no more than they need", () => {
    const axis = regular(5_000_000n, ns("2026-03-14T00:00:00Z"));
    expect(tickLabel(axis, asTick(tick - 1_250n), 8.7e9, "Europe/Zurich")).toBe("09:07:12.500");
    expect(tickLabel(axis, asTick(tick - 500_001_250n), 10, "Europe/Zurich")).toBe("09:07:12.000");
    expect(tickLabel(regular(10n ** 9n, 0n), asTick(tick - 500_001_250n), 10, "UTC")).toBe("08:07:12");
  });
  it("tells pixels apart between irregular samples", () => {
    expect(tickLabel(irregular, asTick(tick - 500_001_250n), 2e7, "UTC")).toBe("08:07:12.000");
  });
  it("names the day where a clock alone would not say which", () => {
    expect(tickLabel(regular(10n ** 9n, 0n), asTick(tick - 500_001_250n), 400e9, "UTC")).toBe("14 Mar 08:07:12");
  });
});

describe("durations", () => {
  it.each([
    [500n, "500 ns"],
    [350_000_000n, "350 ms"],
    [24n * 3_600_000_000_000n, "24 h"],
    [24n * 3_600_000_000_000n - 1_000_000n, "24 h"],
    [7_800_000_000_000n, "2 h 10 min"],
    [10n * 86_400_000_000_000n, "10 d"],
  ])("%s is %s", (ticks, text) => {
    expect(durationText(ticks)).toBe(text);
  });
});
