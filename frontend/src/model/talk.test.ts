import { describe, expect, it } from "vitest";

import type { CommentDoc } from "../net/types";
import { Talk, threadsOf } from "./talk";

function comment(id: number, more: Partial<CommentDoc> = {}): CommentDoc {
  return {
    id, parent: null, author: "rita", mine: false, to: "ann", text: `comment ${id}`, start: null, end: null, region: "",
    resolved: false, resolved_by: null, at: "2026-01-01T00:00:00Z", changed_at: null, ...more,
  };
}

describe("threads", () => {
  it("holds answers under what they answer, open ones first, each at its place", () => {
    const threads = threadsOf([comment(1, { resolved: true }), comment(2, { start: "5", end: "9" }), comment(3, { parent: 2 }), comment(4, { start: "7" })]);
    expect(threads.map(({ first, answers }) => [first.id, answers.map(({ id }) => id)])).toEqual([[2, [3]], [4, []], [1, []]]);
    expect(threads.map(({ place }) => place)).toEqual([{ start: 5n, end: 9n }, { start: 7n, end: 7n }, null]);
  });

  it("shows an answer alone whose first comment is not for this person", () => {
    expect(threadsOf([comment(3, { parent: 2 })]).map(({ first }) => first.id)).toEqual([3]);
  });
});

describe("a talk", () => {
  it("adds an answer, resolves, and keeps what cannot be said", async () => {
    let isUp = true;
    const talk = new Talk(7, {
      comments: () => Promise.resolve({ results: [comment(1)] }),
      comment: (_task, { text, parent }) => (isUp ? Promise.resolve(comment(2, { text, parent: parent ?? null })) : Promise.reject(new Error("down"))),
      changeComment: (id, { resolved }) => Promise.resolve(comment(id, { resolved: resolved ?? false })),
    });
    await talk.load();
    const [thread] = talk.threads.value;
    if (thread === undefined) throw new Error("no thread");
    expect(await talk.answer(thread, "Moved it.")).toBe(true);
    expect(talk.threads.value[0]?.answers.map(({ text }) => text)).toEqual(["Moved it."]);
    expect(talk.open.value).toHaveLength(1);
    await talk.resolve(thread, true);
    expect(talk.open.value).toHaveLength(0);
    isUp = false;
    expect(await talk.answer(thread, "again")).toBe(false);
    expect(talk.failure.value?.detail).toContain("down");
  });
});
