/** What would be erased now, and when the next falls due; a manager may have it erased at once. */
import { useState } from "preact/hooks";

import type { DuePlan } from "../../net/types";
import { api } from "../boot";
import { useChange } from "../change";
import { Dialog } from "../Dialog";
import { dueCount, nextDue } from "../due-text";
import { classText } from "./classes";

const SHOWN_TASKS = 20;

export function Due({ project, plan, changed }: { project: number; plan: DuePlan; changed: () => Promise<void> }) {
  const [asks, setAsks] = useState(false);
  const [said, setSaid] = useState("");
  const [problem, busy, run] = useChange();
  const tasks = Object.keys(plan.tasks);
  const isDue = Object.keys(plan.due).length > 0;
  return (
    <>
      <h3>What falls due</h3>
      {plan.dates.length === 0 ? (
        <p class="teach">No period is set, so nothing falls due. Give a class of data a number of days and a reason above, and this shows what would be erased, before anything is.</p>
      ) : (
        <>
          <table class="table compact">
            <thead>
              <tr>
                <th>Data</th>
                <th class="number">Tasks due now</th>
                <th class="number">Held back</th>
                <th>Next due</th>
              </tr>
            </thead>
            <tbody>
              {plan.dates.map((row) => (
                <tr key={row.data_class}>
                  <td>{classText(row.data_class)}</td>
                  <td class="number">{dueCount(row, row.due)}</td>
                  <td class="number">{dueCount(row, row.held)}</td>
                  <td class="muted">{nextDue(row)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {tasks.length > 0 && (
            <p class="muted">
              Tasks: {tasks.slice(0, SHOWN_TASKS).map((task, index) => <>{index > 0 && ", "}<a class="link" href={`/faultmark/projects/${project}/tasks/${task}`}>{task}</a></>)}
              {tasks.length > SHOWN_TASKS && ` and ${(tasks.length - SHOWN_TASKS).toLocaleString("en")} more`}
            </p>
          )}
        </>
      )}
      {isDue && (
        <div class="row-form">
          <button class="button" type="button" disabled={busy} onClick={() => { setSaid(""); setAsks(true); }}>Erase what is due…</button>
          <button class="button" type="button" disabled={busy} onClick={() => { void run(changed); }}>Look again</button>
        </div>
      )}
      {said !== "" && <p class="muted" role="status">{said}</p>}
      {problem !== "" && <p class="problem" role="alert">{problem}</p>}
      {asks && (
        <Dialog title="Erase what is due?" close={() => { setAsks(false); }} narrow>
          <p>This cannot be undone. {Object.entries(plan.due).filter(([name]) => name !== "exports").map(([name, count]) => `${classText(name)} of ${count.toLocaleString("en")} ${count === 1 ? "task" : "tasks"}`).join(", ")}{plan.due.exports === undefined ? "" : " Exports beyond their period."} What is held back stays.</p>
          <div class="actions">
            <button class="button" type="button" onClick={() => { setAsks(false); }}>Keep</button>
            <button
              class="button primary"
              type="button"
              onClick={() => {
                setAsks(false);
                void run(async () => {
                  await api.erase(project);
                  setSaid("It is being erased in the background; the record below will tell.");
                  await changed();
                });
              }}
            >
              Erase
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
