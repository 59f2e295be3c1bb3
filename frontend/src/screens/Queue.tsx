/** The tasks beside the bench: how far one is, what there is, and what is next. */
import type { RefObject } from "preact";
import { useEffect, useImperativeHandle, useRef, useState } from "preact/hooks";

import type { Session } from "../model/session";
import type { Progress, TaskPage, TaskRow, TaskState } from "../net/types";
import { api } from "./boot";
import { useLoaded } from "./load";
import { Meter } from "./parts";
import { TaskStateText } from "./TaskState";
import type { View } from "./view";

export interface QueueHandle {
  /** The task that stands before this one, or null. */
  before(task: number): number | null;
  focus(): void;
}

const STATES: readonly { state: TaskState | ""; text: string }[] = [
  { state: "", text: "All" },
  { state: "new", text: "To do" },
  { state: "draft", text: "Drafts" },
  { state: "done", text: "Done" },
  { state: "skipped", text: "Skipped" },
];

/** What was searched for stays when the next task comes. */
const kept = { search: "", state: "" as TaskState | "" };

export function Queue({ project, task, session, view, handle }: { project: number; task: number; session: Session; view: View; handle: RefObject<QueueHandle | null> }) {
  const [typed, setTyped] = useState(kept.search);
  const [search, setSearch] = useState(kept.search);
  const [state, setState] = useState(kept.state);
  const [pages, setPages] = useState(1);
  const input = useRef<HTMLInputElement>(null);
  const submitted = session.saving.submitted.value;
  const [loaded, retry] = useLoaded((signal) => load(project, search, state || undefined, pages, signal), [project, search, state, pages, submitted]);
  useEffect(() => {
    const timer = setTimeout(() => {
      kept.search = typed;
      setSearch(typed);
    }, 200);
    return () => { clearTimeout(timer); };
  }, [typed]);
  const last = useRef<TaskPage | null>(null);
  if (loaded.state === "ready") last.current = loaded.value;
  const found = last.current;
  const rows = found?.results ?? [];
  useImperativeHandle(handle, () => ({
    before: (current) => rows[rows.findIndex((row) => row.id === current) - 1]?.id ?? null,
    focus: () => input.current?.focus(),
  }), [rows]);

  return (
    <aside class="queue" aria-label="Your queue">
      <div class="queue-head">
        <h2 class="section-title">Your queue</h2>
        <ProgressText progress={found?.progress ?? session.bench.queue} />
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
          <input ref={input} class="input" type="search" placeholder="Filter: machine, plant:Basel…" title="Words of the metadata, or key:value" value={typed} onInput={(event) => { setTyped(event.currentTarget.value); }} />
        </label>
        {typed === "" && <kbd aria-hidden="true">{view.keymap.value.shown("filter")}</kbd>}
        <div class="states" role="radiogroup" aria-label="State">
          {STATES.map((choice) => (
            <button key={choice.state} type="button" role="radio" class="quiet" aria-checked={state === choice.state} onClick={() => { kept.state = choice.state; setState(choice.state); }}>
              {choice.text}
            </button>
          ))}
        </div>
      </div>
      <nav aria-label="Tasks">
        {rows.map((row) => <Row key={row.id} row={row} project={project} isHere={row.id === task} />)}
        {found !== null && rows.length === 0 && <p class="queue-head muted">No task fits the filter.</p>}
        {found !== null && found.total > rows.length && (
          <button class="quiet more" type="button" onClick={() => { setPages(pages + 1); }}>
            {(found.total - rows.length).toLocaleString("en")} more
          </button>
        )}
      </nav>
    </aside>
  );
}

/** The first pages, as one. */
async function load(project: number, search: string, state: TaskState | undefined, pages: number, signal: AbortSignal): Promise<TaskPage> {
  const first = await api.tasks(project, { search, state }, signal);
  const rest = await Promise.all(Array.from({ length: pages - 1 }, (_, index) => api.tasks(project, { search, state, page: index + 2 }, signal)));
  return { ...first, results: [...first.results, ...rest.flatMap((page) => page.results)] };
}

function ProgressText({ progress }: { progress: Progress }) {
  const { tasks, done, mine, drafts, skipped } = progress;
  const rest = [drafts > 0 ? `${drafts} in draft` : "", skipped > 0 ? `${skipped} skipped` : ""].filter(Boolean).join(", ");
  return (
    <>
      <p>
        <span class="strong">{mine} of {tasks} done by you</span>
        {rest && <span class="muted"> · {rest}</span>}
      </p>
      <Meter value={mine} total={tasks} label="Done by you" />
      <p class="muted">{done} of {tasks} done by all</p>
    </>
  );
}

function Row({ row, project, isHere }: { row: TaskRow; project: number; isHere: boolean }) {
  const isNamed = row.title.includes(row.machine) || row.subtitle.includes(row.machine);
  const second = [row.subtitle, isNamed ? "" : row.machine].filter(Boolean).join(" · ");
  return (
    <a class="queue-row" href={`/faultmark/projects/${project}/tasks/${row.id}`} aria-current={isHere ? "page" : undefined} title={row.skip_reason === null || row.skip_reason === "" ? undefined : `Skipped: ${row.skip_reason}`}>
      <span class="title">
        <TaskStateText row={row} />
        {row.title}
      </span>
      <small>{second}</small>
      <small>{row.annotations} of {row.overlap}</small>
    </a>
  );
}
