/** The tasks of one project. */
import { useEffect, useState } from "preact/hooks";

import type { TaskPage, TaskRow } from "../net/types";
import { arrivals } from "./arrivals";
import { api } from "./boot";
import { Detection } from "./Detection";
import { useLoaded } from "./load";
import { Meter } from "./parts";
import { ProjectFrame } from "./ProjectFrame";
import { mayManage } from "./ProjectTabs";
import { TaskStateText } from "./TaskState";

export function TasksScreen({ project }: { project: number }) {
  const [page, setPage] = useState(1);
  const [typed, setTyped] = useState("");
  const [search, setSearch] = useState("");
  const [turn, setTurn] = useState(0);
  const [loaded, retry] = useLoaded((signal) => api.tasks(project, { page, search }, signal), [project, page, search, turn]);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSearch(typed);
      setPage(1);
    }, 200);
    return () => {
      clearTimeout(timer);
    };
  }, [typed]);

  const [said] = useState(() => arrivals.peek());
  useEffect(() => {
    arrivals.value = null;
  }, []);
  return (
    <ProjectFrame project={project} here="tasks" name="Tasks" loaded={loaded} retry={retry} about={(shown) => shown.project}>
      {(shown) => (
        <div class="list-inner">
          {said !== null && <p class="banner arrival" role="status"><span>{said}</span></p>}
          <div class="list-head">
            <h1>{shown.project.title}</h1>
            <label>
              <span class="visually-hidden">Filter tasks</span>
              <input class="input" type="search" placeholder="Filter: machine, plant, id…" value={typed} onInput={(event) => { setTyped(event.currentTarget.value); }} />
            </label>
          </div>
          {mayManage(shown.project) && shown.progress.tasks > 0 && (
            <Detection project={project} changed={() => { setTurn((last) => last + 1); }} />
          )}
          <Tasks page={shown} search={search} project={project} turn={setPage} />
        </div>
      )}
    </ProjectFrame>
  );
}

function Tasks({ page, search, project, turn }: { page: TaskPage; search: string; project: number; turn: (page: number) => void }) {
  const { progress } = page;
  const pages = Math.max(1, Math.ceil(page.total / page.page_size));
  if (page.total === 0) return search ? <p class="muted">No task holds all of: {search}</p> : <NoTasks project={project} />;
  return (
    <>
      <p class="muted" style={{ marginBottom: "8px" }}>
        {progress.done.toLocaleString("en")} of {progress.tasks.toLocaleString("en")} labeled · {progress.mine.toLocaleString("en")} by me
      </p>
      <Meter value={progress.done} total={progress.tasks} label="Labeled tasks" />
      <table class="table" style={{ marginTop: "16px" }}>
        <thead>
          <tr>
            <th>Task</th>
            <th>Telemetry</th>
            <th class="number">Proposals</th>
            <th class="number">Annotations</th>
            <th>State</th>
          </tr>
        </thead>
        <tbody>
          {page.results.map((row) => (
            <Row key={row.id} row={row} project={project} />
          ))}
        </tbody>
      </table>
      {pages > 1 && (
        <div class="pager">
          <button class="button" type="button" disabled={page.page <= 1} onClick={() => { turn(page.page - 1); }}>
            Previous
          </button>
          <span class="muted">
            Page {page.page} of {pages}
          </span>
          <button class="button" type="button" disabled={page.page >= pages} onClick={() => { turn(page.page + 1); }}>
            Next
          </button>
        </div>
      )}
    </>
  );
}

const SERIES: Record<TaskRow["series_state"], string> = {
  none: "not read yet",
  queued: "waits to be read",
  ingesting: "is being read",
  ready: "ready",
  failed: "cannot be read",
};

function Row({ row, project }: { row: TaskRow; project: number }) {
  return (
    <tr>
      <td>
        <a href={`/faultmark/projects/${project}/tasks/${row.id}`}>
          <span class="strong">{row.title}</span>
          {row.subtitle && <span class="muted"> · {row.subtitle}</span>}
        </a>
      </td>
      <td class={row.series_state === "failed" ? undefined : "muted"} style={row.series_state === "failed" ? { color: "var(--bad)" } : undefined}>
        {SERIES[row.series_state]}
      </td>
      <td class="number">{row.proposals}</td>
      <td class="number">
        {row.annotations} of {row.overlap}
      </td>
      <td>
        <TaskStateText row={row} />
      </td>
    </tr>
  );
}

function NoTasks({ project }: { project: number }) {
  return (
    <section class="message">
      <h2>No telemetry yet</h2>
      <p>
        A task is one file of telemetry: a time and any number of sensors, as CSV, Parquet, Arrow, JSON or sound.{" "}
        <a class="link" href={`/projects/${project}/data`}>
          Import files in Label Studio
        </a>
        , or connect their folder as a storage in the project's settings. They are read by themselves and then stand here.
      </p>
    </section>
  );
}
