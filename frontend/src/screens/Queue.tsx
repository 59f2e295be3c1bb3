/** The tasks beside the bench: where one is, and what is next. */
import type { RefObject } from "preact";
import { useEffect, useImperativeHandle, useRef, useState } from "preact/hooks";

import type { Session } from "../model/session";
import { api } from "./boot";
import { useLoaded } from "./load";
import { Meter } from "./parts";
import { TaskState } from "./TaskState";

export interface QueueHandle {
  /** The task to do after this one: the next that is new or a draft, or null. */
  after(task: number): number | null;
  /** The task that stands before this one, or null. */
  before(task: number): number | null;
  focus(): void;
}

export function Queue({ project, task, session, handle }: { project: number; task: number; session: Session; handle: RefObject<QueueHandle | null> }) {
  const [typed, setTyped] = useState("");
  const [search, setSearch] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const submitted = session.saving.submitted.value;
  const [loaded, retry] = useLoaded((signal) => api.tasks(project, { search }, signal), [project, search, submitted]);
  useEffect(() => {
    const timer = setTimeout(() => { setSearch(typed); }, 200);
    return () => { clearTimeout(timer); };
  }, [typed]);
  const rows = loaded.state === "ready" ? loaded.value.results : [];
  useImperativeHandle(handle, () => ({
    after: (current) => {
      const here = rows.findIndex((row) => row.id === current);
      const open = [...rows.slice(here + 1), ...rows.slice(0, Math.max(0, here))];
      return open.find((row) => row.state === "new" || row.state === "draft")?.id ?? null;
    },
    before: (current) => rows[rows.findIndex((row) => row.id === current) - 1]?.id ?? null,
    focus: () => input.current?.focus(),
  }), [rows]);

  return (
    <aside class="queue" aria-label="Your queue">
      <div class="queue-head">
        <h2 class="section-title">Your queue</h2>
        {loaded.state === "ready" && (
          <>
            <p>
              <span class="strong">{loaded.value.progress.mine} of {loaded.value.progress.tasks} done</span>
              <span class="muted"> · {loaded.value.progress.done} labeled by all</span>
            </p>
            <Meter value={loaded.value.progress.mine} total={loaded.value.progress.tasks} label="Done by me" />
          </>
        )}
        {loaded.state === "failed" && (
          <p>
            {loaded.error.detail}{" "}
            <button class="button" type="button" onClick={retry}>Try again</button>
          </p>
        )}
      </div>
      <div class="queue-filter">
        <label>
          <span class="visually-hidden">Filter the queue</span>
          <input ref={input} class="input" type="search" placeholder="Filter: machine, plant…" value={typed} onInput={(event) => { setTyped(event.currentTarget.value); }} />
        </label>
        {typed === "" && <kbd aria-hidden="true">/</kbd>}
      </div>
      <nav aria-label="Tasks">
        {rows.map((row) => (
          <a key={row.id} class="queue-row" href={`/faultmark/projects/${project}/tasks/${row.id}`} aria-current={row.id === task ? "page" : undefined}>
            <span class="strong">{row.title}</span>
            <TaskState row={row} />
            <small>{row.subtitle}</small>
            <small>{row.annotations} of {row.overlap}</small>
          </a>
        ))}
        {loaded.state === "ready" && rows.length === 0 && <p class="queue-head muted">No task holds all of: {search}</p>}
      </nav>
    </aside>
  );
}
