import { expect, test } from "vitest";

import type { DetectionRun } from "../net/types";
import { barText, runText } from "./detection-text";

const RUN: DetectionRun = {
  id: 1,
  state: "running",
  total: 1200,
  done: 1,
  share: 0.1,
  current_task: 4,
  proposals: 1,
  failed: 0,
  errors: [],
  least: 0.5,
  bars: [],
  created_at: "2026-03-06T08:00:00Z",
  updated_at: "2026-03-06T08:00:01Z",
};

test("a run says how far it is", () => {
  expect(runText(RUN)).toBe("Looking for anomalies: 1 of 1,200 tasks done, 1 region proposed.");
});

test("what could not be looked at is not counted as looked at", () => {
  expect(runText({ ...RUN, state: "done", done: 3, total: 3, failed: 1, proposals: 12 })).toBe(
    "12 regions proposed in 2 tasks. 1 task could not be looked at.",
  );
});

test("a cancelled run says that nothing is lost", () => {
  expect(runText({ ...RUN, state: "cancelled" })).toBe("Detection was cancelled after 1 of 1,200 tasks. What was proposed stays.");
});

test("a channel says what its proposals have to reach, and since how many verdicts", () => {
  expect(barText({ channel: "pressure", least: 0.713, verdicts: 23 }, 0.45)).toBe("pressure: .71 instead of .45, after 23 verdicts");
});
