import { afterEach, describe, expect, it, vi } from "vitest";

import { parseTick } from "../core/tick";
import { createApi } from "../net/api";
import type { AnnotationDoc, Workbench } from "../net/types";
import { Session } from "./session";
import { HandClock, MemoryStorage, settled, wireRegion, workbench } from "./session.testing";

/** The server, at the network's border: it keeps what it is sent, as the real one does. */
class Server {
  readonly requests: { method: string; path: string; body: Record<string, unknown> }[] = [];
  down = false;
  version = 0;
  saved: AnnotationDoc = workbench().document;
  refusal: { status: number; body: unknown } | null = null;

  install(): void {
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
      if (this.down) return Promise.reject(new TypeError("Failed to fetch"));
      const body = JSON.parse(typeof init.body === "string" ? init.body : "{}") as Record<string, unknown>;
      this.requests.push({ method: init.method ?? "GET", path, body });
      if (this.refusal !== null) {
        const { status, body: answer } = this.refusal;
        return Promise.resolve(new Response(JSON.stringify(answer), { status }));
      }
      if (body.base_version !== this.saved.version) {
        const answer = { status_code: 409, detail: "Saved elsewhere.", document: this.saved };
        return Promise.resolve(new Response(JSON.stringify(answer), { status: 409 }));
      }
      const submit = path.endsWith("annotations");
      this.version += 1;
      this.saved = {
        ...this.saved,
        regions: body.regions as AnnotationDoc["regions"],
        values: body.values as AnnotationDoc["values"],
        annotation_id: submit ? 11 : this.saved.annotation_id,
        draft_id: submit ? null : 5,
        version: `v${this.version}`,
        saved_at: "2026-03-14T10:42:07Z",
      };
      return Promise.resolve(new Response(JSON.stringify(this.saved), { status: 200 }));
    });
  }

  get paths(): string[] {
    return this.requests.map(({ method, path }) => `${method} ${path}`);
  }
}

function open(bench: Workbench = workbench(), storage = new MemoryStorage()) {
  const server = new Server();
  server.saved = bench.document;
  server.install();
  const clock = new HandClock();
  const session = new Session(bench, { api: createApi({ csrf: "token" }), clock, storage, now: () => 0 });
  return { server, clock, session, storage };
}

const at = (text: string) => parseTick(text);

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("drawing and undo", () => {
  it("gives a new region the active label and selects it", () => {
    const { session } = open();
    session.regions.chooseLabel("label", "drop");
    session.regions.draw(at("200"), at("100"), false, ["pressure"]);
    expect(session.region).toMatchObject({ start: 100n, end: 200n, values: { label: ["drop"] }, channels: ["pressure"] });
  });

  it("takes back and brings back every step, and forgets what was undone once something new is done", () => {
    const { session } = open();
    session.regions.draw(at("1"), at("2"), false);
    session.regions.draw(at("3"), at("3"), true);
    session.history.undo();
    session.history.undo();
    expect(session.doc.value.regions).toHaveLength(0);
    session.history.redo();
    session.history.redo();
    expect(session.doc.value.regions).toHaveLength(2);
    session.history.undo();
    session.regions.draw(at("7"), at("8"), false);
    expect(session.history.redoes).toBeNull();
  });

  it("counts the moves of one drag as one step", () => {
    const { session } = open();
    session.regions.draw(at("100"), at("200"), false);
    const id = session.region?.id ?? "";
    for (const end of ["210", "220", "230"]) session.regions.moveEdge(id, "end", at(end), "drag:1");
    session.history.undo();
    expect(session.doc.value.regions[0]?.end).toBe(200n);
  });

  it("undoes after the page was loaded again", async () => {
    const first = open();
    first.session.regions.draw(at("1"), at("2"), false);
    first.session.regions.draw(at("3"), at("4"), false);
    await first.clock.pass(1000);
    first.session.dispose();
    const again = open(workbench({ document: first.server.saved }), first.storage);
    expect(again.session.doc.value.regions).toHaveLength(2);
    again.session.history.undo();
    expect(again.session.doc.value.regions).toHaveLength(1);
  });

  it("swaps edges that cross, and keeps an instant one point", () => {
    const { session } = open();
    session.regions.draw(at("100"), at("200"), false);
    session.regions.moveEdge(session.region?.id ?? "", "start", at("300"), "k");
    expect(session.region).toMatchObject({ start: 200n, end: 300n });
    session.regions.draw(at("5"), at("5"), true);
    session.regions.moveEdge(session.region?.id ?? "", "end", at("9"), "k");
    expect(session.region).toMatchObject({ start: 9n, end: 9n });
  });
});

describe("autosave", () => {
  it("saves a draft soon after the last change, not at each", async () => {
    const { session, server, clock } = open();
    session.regions.draw(at("1"), at("2"), false);
    await clock.pass(400);
    session.regions.draw(at("3"), at("4"), false);
    await clock.pass(400);
    expect(server.requests).toHaveLength(0);
    await clock.pass(400);
    expect(server.paths).toEqual(["PUT /faultmark/api/tasks/7/draft"]);
    expect(server.saved.regions).toHaveLength(2);
    expect(session.saving.autosave.state.value.kind).toBe("saved");
  });

  it("works on while the server is away and saves when it is back", async () => {
    const { session, server, clock } = open();
    server.down = true;
    session.regions.draw(at("1"), at("2"), false);
    await clock.pass(1000);
    expect(session.saving.autosave.state.value.kind).toBe("offline");
    session.regions.draw(at("3"), at("4"), false);
    server.down = false;
    await clock.pass(2000);
    await clock.pass(2000);
    expect(session.saving.autosave.state.value.kind).toBe("saved");
    expect(server.saved.regions).toHaveLength(2);
  });

  it("overwrites nothing that another tab saved, and lets the user choose", async () => {
    const { session, server, clock } = open();
    server.saved = { ...server.saved, version: "theirs", regions: [wireRegion({ id: "t1" })] };
    session.regions.draw(at("1"), at("2"), false);
    await clock.pass(1000);
    expect(session.saving.autosave.state.value.kind).toBe("conflict");
    expect(server.saved.regions.map(({ id }) => id)).toEqual(["t1"]);
    session.saving.resolve("theirs");
    expect(session.doc.value.regions.map(({ id }) => id)).toEqual(["t1"]);
    session.history.undo();
    expect(session.doc.value.regions[0]?.start).toBe(1n);
  });

  it("saves mine over theirs when that was chosen", async () => {
    const { session, server, clock } = open();
    server.saved = { ...server.saved, version: "theirs" };
    session.regions.draw(at("1"), at("2"), false);
    await clock.pass(1000);
    session.saving.resolve("mine");
    await clock.pass(1000);
    expect(server.saved.regions[0]?.start).toBe("1");
  });

  it("brings back what a closed laptop left unsaved", async () => {
    const first = open();
    first.server.down = true;
    first.session.regions.draw(at("1"), at("2"), false);
    await first.clock.pass(1000);
    first.session.dispose();
    const again = open(workbench(), first.storage);
    expect(again.session.doc.value.regions).toHaveLength(1);
    await again.clock.pass(1000);
    expect(again.server.saved.regions).toHaveLength(1);
  });

  it("says what the server refuses, and does not try again by itself", async () => {
    const { session, server, clock } = open();
    server.refusal = { status: 422, body: { detail: "Region 1 has a boundary that lies on no sample." } };
    session.regions.draw(at("1"), at("2"), false);
    await clock.pass(1000);
    await clock.pass(60_000);
    expect(session.saving.autosave.state.value).toMatchObject({ kind: "refused" });
    expect(server.requests).toHaveLength(1);
  });
});

describe("submitting", () => {
  it("shows what is missing at the region that lacks it, and sends nothing", async () => {
    const { session, server } = open();
    session.regions.draw(at("1"), at("2"), false);
    expect(await session.submit()).toBe(false);
    expect(session.problems).toMatchObject([{ region: session.region?.id, control: "severity" }]);
    expect(server.paths).not.toContain("POST /faultmark/api/tasks/7/annotations");
    session.regions.setValue([session.region?.id ?? ""], "severity", 4);
    expect(session.problems).toEqual([]);
  });

  it("submits after the draft that is under way, on top of it", async () => {
    const { session, server } = open();
    session.regions.draw(at("1"), at("2"), false);
    session.regions.setValue([session.region?.id ?? ""], "severity", 4);
    expect(await session.submit()).toBe(true);
    expect(server.paths).toEqual(["PUT /faultmark/api/tasks/7/draft", "POST /faultmark/api/tasks/7/annotations"]);
    expect(session.saving.submitted.value).toBe(true);
    expect(session.saving.autosave.pending).toBe(false);
  });
});

describe("proposals", () => {
  const proposals = [
    { prediction_id: 9, model_version: "baseline", score: 0.5, regions: [wireRegion({ id: "p1", score: 0.9 }), wireRegion({ id: "p2", start: "300", end: "400", score: 0.4 })] },
  ];

  it("accepts one as a region that remembers it, and editing marks it as changed", () => {
    const { session } = open(workbench({ proposals }));
    const [first] = session.proposals.open.value;
    if (first === undefined) throw new Error("no proposal");
    session.proposals.accept([first]);
    const region = session.doc.value.regions[0];
    expect(region).toMatchObject({ origin: "prediction", parent: { prediction_id: 9, region_id: "p1", score: 0.9 } });
    expect(session.proposals.open.value).toHaveLength(1);
    session.regions.setValue([region?.id ?? ""], "severity", 2);
    expect(session.doc.value.regions[0]?.origin).toBe("prediction-changed");
    session.history.undo();
    session.history.undo();
    expect(session.proposals.open.value).toHaveLength(2);
  });

  it("hides the weak, accepts all that are shown, and undoes a dismissal", () => {
    const { session } = open(workbench({ proposals }));
    session.proposals.threshold.value = 0.6;
    expect(session.proposals.shown.value.map(({ region }) => region.id)).toEqual(["p1"]);
    session.acceptShown();
    expect(session.doc.value.regions).toHaveLength(1);
    const [rest] = session.proposals.open.value;
    if (rest === undefined) throw new Error("no proposal");
    session.proposals.dismiss([rest]);
    expect(session.proposals.open.value).toHaveLength(0);
    session.history.undo();
    expect(session.proposals.open.value).toHaveLength(1);
  });

  it("steps through regions and proposals together, in their order of time", () => {
    const { session } = open(workbench({ proposals }));
    session.regions.draw(at("250"), at("260"), false);
    const drawn = session.selection.lead.value;
    session.selection.only(null);
    const seen = [1, 2, 3].map(() => {
      session.selection.step(1);
      return session.selection.lead.value;
    });
    const [one, two] = session.proposals.open.value.map(({ key }) => key);
    expect(seen).toEqual([one, drawn, two]);
  });
});

describe("the series", () => {
  it("is followed until it is ready", async () => {
    const bench = workbench();
    const waiting = { ...bench.series, state: "queued" as const, id: null, axis: null };
    const answers = [
      { ...waiting, state: "ingesting" as const, progress: { done_bytes: 5, total_bytes: 10, rows: 3, seconds: 1, seconds_left: 1, phase: "reading" } },
      bench.series,
    ];
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(answers.shift()), { status: 200 })));
    const clock = new HandClock();
    const session = new Session({ ...bench, series: waiting }, { api: createApi({ csrf: "" }), clock, storage: undefined });
    await clock.pass(500);
    expect(session.telemetry.series.value.progress?.done_bytes).toBe(5);
    await clock.pass(500);
    expect(session.telemetry.series.value.state).toBe("ready");
    await settled();
  });

  it("tells when it cannot be asked, and goes on asking", async () => {
    const bench = workbench();
    const waiting = { ...bench.series, state: "queued" as const, id: null, axis: null };
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("down")));
    const clock = new HandClock();
    const session = new Session({ ...bench, series: waiting }, { api: createApi({ csrf: "" }), clock, storage: undefined });
    await clock.pass(500);
    expect(session.telemetry.failure.value?.detail).toContain("does not answer");
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(bench.series), { status: 200 })));
    await clock.pass(500);
    expect(session.telemetry.failure.value).toBeNull();
  });
});
