/** Instead of the panes, while the telemetry cannot be drawn. */
import type { SeriesState } from "../../net/types";

export function IngestNote({ state, project, task }: { state: SeriesState; project: number; task: number }) {
  return (
    <section class="message">
      <h2>{state === "failed" ? "The telemetry cannot be read" : "The telemetry is being read"}</h2>
      <p>The page of the task says how far it is, or what is wrong with the file and how to mend it.</p>
      <a class="button" href={`/faultmark/projects/${project}/tasks/${task}`}>Open the task</a>
    </section>
  );
}
