/** Legal holds: what they cover is not erased while they stand. */
import { useState } from "preact/hooks";

import type { RetentionDoc } from "../../net/types";
import { api } from "../boot";
import { useChange } from "../change";

export function Holds({ project, holds, changed }: { project: number; holds: RetentionDoc["holds"]; changed: () => Promise<void> }) {
  const [task, setTask] = useState("");
  const [reason, setReason] = useState("");
  const [problem, busy, run] = useChange();
  return (
    <>
      <h3>Legal holds</h3>
      {holds.length === 0 ? (
        <p class="muted">None stands. A hold keeps the project, or one task, from being erased whatever the periods say, for instance while a claim is open.</p>
      ) : (
        <table class="table compact">
          <thead>
            <tr>
              <th>On</th>
              <th>Reason</th>
              <th>Since</th>
              <th><span class="visually-hidden">Release</span></th>
            </tr>
          </thead>
          <tbody>
            {holds.map((hold) => (
              <tr key={hold.id}>
                <td>{hold.task === null ? "the whole project" : <a class="link" href={`/faultmark/projects/${project}/tasks/${hold.task}`}>task {hold.task}</a>}</td>
                <td class="wrap">{hold.reason}</td>
                <td class="muted">{hold.placed_at.slice(0, 10)}</td>
                <td class="number"><button class="quiet" type="button" disabled={busy} aria-label={`Release: ${hold.reason}`} onClick={() => { void run(() => api.releaseHold(project, hold.id).then(changed)); }}>Release</button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <form
        aria-label="Place a hold"
        onSubmit={(event) => {
          event.preventDefault();
          void run(() => api.placeHold(project, { task: task === "" ? null : Number(task), reason: reason.trim() }).then(changed)).then((done) => {
            if (done) setReason("");
          });
        }}
      >
        <div class="row-form">
          <label>
            Reason
            <input class="input" required maxLength={2000} value={reason} onInput={(event) => { setReason(event.currentTarget.value); }} />
          </label>
          <label>
            Only task
            <input class="input short" type="number" min={1} step={1} placeholder="all" value={task} onInput={(event) => { setTask(event.currentTarget.value); }} />
          </label>
          <button class="button" type="submit" disabled={busy || reason.trim() === ""}>Hold back</button>
        </div>
      </form>
      {problem !== "" && <p class="problem" role="alert">{problem}</p>}
    </>
  );
}
