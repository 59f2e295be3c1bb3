import { describe, expect, it } from "vitest";

import { safeFix } from "./safe-fix";

const fault = (...options: Record<string, unknown>[]) => ({
  code: "series.value.spelled", message: "", expected: null, file: null, line: null, column: null, row: null, row_group: null,
  remedies: options.map((one) => ({ text: "", options: one })),
}) as unknown as Parameters<typeof safeFix>[0];

describe("safeFix", () => {
  it("takes the one that says how the file is written", () => {
    expect(safeFix(fault({ units: ["bar"], thousands: "." }))).toEqual({ units: ["bar"], thousands: "." });
    expect(safeFix(fault({ decimal: "," }, {}, { columns: ["a"] }))).toEqual({ decimal: "," });
  });
  it("asks where several would do", () => {
    expect(safeFix(fault({ time_format: "%d/%m/%Y" }, { time_format: "%m/%d/%Y" }))).toBeNull();
    expect(safeFix(fault({ zone: "Europe/Berlin" }, { sort: true }))).toBeNull();
  });
  it("leaves nothing out unasked", () => {
    expect(safeFix(fault({ skip_lines: [3] }))).toBeNull();
    expect(safeFix(fault({ columns: ["a"] }, {}))).toBeNull();
    expect(safeFix(fault({ time_format: null, drop_duplicates: true }))).toBeNull();
    expect(safeFix(fault())).toBeNull();
  });
});
