import { afterEach, describe, expect, it, vi } from "vitest";

import { createApi } from "../../net/api";
import type { ReviewSheet } from "../../net/types";
import { HandClock, MemoryStorage, wireRegion, workbench } from "../session.testing";
import { Review } from "./review";

const A = wireRegion({ id: "a1", start: "100", end: "200", values: { label: ["drift"], severity: 4, cause: ["grease line blocked"] } });
const B = wireRegion({ id: "b1", start: "130", end: "210", values: { label: ["drop"], severity: 2 } });
const ONLY_A = wireRegion({ id: "a2", start: "500", end: "520", values: { label: ["drop"] } });
const MIDDLE = wireRegion({ id: "s1", start: "115", end: "205", values: { label: ["drift"], severity: 3 } });
const MODEL = wireRegion({ id: "m1", start: "110", end: "190", values: { label: ["drift"] }, score: 0.87, origin: "prediction" });

function lane(key: string, letter: string, regions: ReviewSheet["lanes"][number]["regions"], kind: "annotator" | "model" = "annotator"): ReviewSheet["lanes"][number] {
  return {
    key, kind, name: letter || "baseline 2.1", letter, mine: false, annotation_id: kind === "annotator" ? Number(key.slice(1)) : null, prediction_id: null, user_id: null,
    regions, values: {}, at: "2026-03-14T10:42:07Z", lead_time: null,
  };
}

function sheet(change: Partial<ReviewSheet> = {}): ReviewSheet {
  const { task, schema, series, urls, user } = workbench();
  const counts = { missed: 1, boundaries: 1, severity: 0, class: 1 };
  return {
    task, schema, series, urls, user, notices: [], state: "open", may_review: true, why_not: "", blind: false, blind_by_rule: false,
    lanes: [lane("a1", "A", [A, ONLY_A]), lane("a2", "B", [B]), lane("p1", "", [MODEL], "model")],
    agreement: { score: 0.58, annotators: 2, reason: "boundaries", matched_iou: 0.6, f1: [], class_alpha: null, severity_alpha: null, counts, lanes: [], matrix: [], extra: 0, nobody_left: false },
    disagreements: [
      { reason: "boundaries", start: "100", end: "210", marked: [{ lane: "a1", region: "a1", value: "" }, { lane: "a2", region: "b1", value: "" }], missing: [], score: 0.63 },
      { reason: "class", start: "100", end: "210", marked: [{ lane: "a1", region: "a1", value: "drift" }, { lane: "a2", region: "b1", value: "drop" }], missing: [], score: null },
      { reason: "missed", start: "500", end: "520", marked: [{ lane: "a1", region: "a2", value: "" }], missing: ["a2"], score: null },
    ],
    consensus: {
      regions: [{ region: MIDDLE, state: "open", support: 0.5, classes: [], members: [{ lane: "a1", region: "a1" }, { lane: "a2", region: "b1" }], notes: [] }],
      needs_person: true, weights: "equal", parameters: { min_iou: 0.5, min_share: 0.5, tolerance: 0, boundary_iou: 0.9, severity_step: 1 },
    },
    settled: { source: "consensus", annotation_id: null, regions: [MIDDLE], values: {}, rest: [], version: "", saved_at: null, is_settled: false },
    comments: [], history: [],
    ...change,
  };
}

function open(change: Partial<ReviewSheet> = {}) {
  const requests: { method: string; path: string; body: Record<string, unknown> }[] = [];
  const answers = new Map<string, { status: number; body: unknown }>();
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    const body = JSON.parse(typeof init.body === "string" ? init.body : "{}") as Record<string, unknown>;
    requests.push({ method: init.method ?? "GET", path, body });
    const known = answers.get(path.split("/").at(-1) ?? "");
    const saved = { ...sheet().settled, ...body, source: "draft", version: `v${requests.length}`, saved_at: "2026-03-14T10:42:07Z" };
    return Promise.resolve(new Response(JSON.stringify(known?.body ?? saved), { status: known?.status ?? 200 }));
  });
  const clock = new HandClock();
  const review = new Review(workbench(), sheet(change), { api: createApi({ csrf: "token" }), clock, storage: new MemoryStorage(), now: () => 0 });
  const [first] = review.lanes.value;
  const [, second, third] = review.lanes.value;
  if (first === undefined || second === undefined || third === undefined) throw new Error("three lanes");
  return { review, requests, answers, clock, a: first, b: second, model: third };
}

const settled = (review: Review) => review.ordered.value.map(({ start, end, values }) => [Number(start), Number(end), values.label, values.severity]);

afterEach(() => { vi.unstubAllGlobals(); });

describe("a review", () => {
  it("begins at the worst disagreement, with the settled region selected", () => {
    const { review } = open();
    expect(review.current?.reason).toBe("boundaries");
    expect(review.region?.id).toBe("s1");
    expect(review.isFixed.value).toBe(false);
  });

  it("takes just what is disagreed on: boundaries, or the class", () => {
    const { review, a, b } = open();
    expect(review.take(a)).toBe(true);
    expect(settled(review)).toEqual([[100, 200, ["drift"], 3]]);
    review.next(1);
    review.take(b);
    expect(settled(review)).toEqual([[100, 200, ["drop"], 3]]);
    expect(review.isFixed.value).toBe(true);
    review.history.undo();
    review.history.undo();
    expect(settled(review)).toEqual([[115, 205, ["drift"], 3]]);
    expect(review.isFixed.value).toBe(false);
  });

  it("takes a model's boundaries too", () => {
    const { review, model } = open();
    review.take(model);
    expect(settled(review)).toEqual([[110, 190, ["drift"], 3]]);
  });

  it("goes back to the consensus", () => {
    const { review, a } = open();
    review.take(a);
    expect(review.takeConsensus()).toBe(true);
    expect(settled(review)).toEqual([[115, 205, ["drift"], 3]]);
  });

  it("adds a missed region as a whole, and leaves it out again", () => {
    const { review, a, b } = open();
    review.look(2);
    expect(review.take(b)).toBe(false);
    review.take(a);
    expect(settled(review)).toEqual([[115, 205, ["drift"], 3], [500, 520, ["drop"], undefined]]);
    expect(review.region?.start).toBe(500n);
    review.leaveOut();
    expect(settled(review)).toEqual([[115, 205, ["drift"], 3]]);
  });

  it("walks through the disagreements and around", () => {
    const { review } = open();
    const seen = [0, 1, 2].map(() => {
      review.next(1);
      return review.current?.reason;
    });
    expect(seen).toEqual(["class", "missed", "boundaries"]);
    review.next(-1);
    expect(review.current?.reason).toBe("missed");
  });

  it("finds the disagreement of a region that is clicked in a lane", () => {
    const { review } = open();
    review.pick("a1", "a2");
    expect(review.current?.reason).toBe("missed");
    expect(review.anchor).toMatchObject({ start: 500n, end: 520n, region: "a2", annotationId: 1 });
  });

  it("saves the settled lane as it is worked on, and sends what it is based on", async () => {
    const { review, requests, clock, a } = open();
    review.take(a);
    await clock.pass(1000);
    expect(requests[0]).toMatchObject({ method: "PUT", path: "/faultmark/api/tasks/7/review/draft", body: { base_version: "" } });
    review.look(2);
    review.take(a);
    await clock.pass(1000);
    expect(requests[1]?.body.base_version).toBe("v1");
    expect(review.autosave.state.value.kind).toBe("saved");
  });

  it("sends nothing back without a comment", async () => {
    const { review, requests } = open();
    expect(await review.judge("send_back")).toBe(false);
    expect(requests).toEqual([]);
    expect(review.failure.value?.detail).toContain("comment");
  });

  it("sends back with the comment at its place", async () => {
    const { review, requests, answers } = open();
    answers.set("verdict", { status: 200, body: { ...sheet(), state: "sent_back" } });
    review.comment.value = "It leaves its band at 100.";
    expect(await review.judge("send_back")).toBe(true);
    expect(requests.at(-1)?.body).toMatchObject({ verdict: "send_back", comment: { text: "It leaves its band at 100.", start: "115", end: "205" } });
    expect(review.sheet.value.state).toBe("sent_back");
    expect(review.comment.value).toBe("");
  });

  it("tells what the server finds missing, and stays", async () => {
    const { review, answers } = open();
    const problem = { code: "label.field.required", message: "Region needs severity.", region: "s1", control: "severity" };
    answers.set("verdict", { status: 422, body: { status_code: 422, detail: "Region needs severity.", problems: [problem] } });
    expect(await review.judge("accept")).toBe(false);
    expect(review.problems.value).toEqual([problem]);
    expect(review.sheet.value.state).toBe("open");
  });

  it("keeps both sides when somebody else reviewed meanwhile", async () => {
    const { review, answers, clock, a } = open();
    const theirs = { ...sheet().settled, regions: [B], version: "other", saved_at: null };
    answers.set("draft", { status: 409, body: { status_code: 409, detail: "Reviewed elsewhere.", settled: theirs } });
    review.take(a);
    await clock.pass(1000);
    expect(review.autosave.state.value.kind).toBe("conflict");
    review.resolveConflict("theirs", theirs);
    expect(settled(review)).toEqual([[130, 210, ["drop"], 2]]);
    review.history.undo();
    expect(settled(review)).toEqual([[100, 200, ["drift"], 3]]);
  });
});
