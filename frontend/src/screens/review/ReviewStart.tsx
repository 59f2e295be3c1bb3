/** The way into the review: the task that waits first, or why there is none. */
import { useEffect, useState } from "preact/hooks";

import { route } from "../../model/route";
import { ApiError, isAbort } from "../../net/api";
import type { ReviewQueueDoc } from "../../net/types";
import { api } from "../boot";
import { Failure, Header } from "../parts";
import { ProjectTabs } from "../ProjectTabs";

export function ReviewStart({ project }: { project: number }) {
  const [queue, setQueue] = useState<ReviewQueueDoc | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setError(null);
    api.reviewQueue(project, {}, abort.signal).then(
      (found) => {
        const first = found.results.find((row) => row.may_review) ?? found.results[0];
        if (first === undefined) setQueue(found);
        else {
          // In place of this address, so that going back does not come here again.
          const path = `/faultmark/projects/${project}/tasks/${first.task}/review`;
          history.replaceState(null, "", path);
          route.value = { page: "review", project, task: first.task };
        }
      },
      (failure: unknown) => {
        if (!isAbort(failure)) setError(failure instanceof ApiError ? failure : new ApiError(0, String(failure)));
      },
    );
    return () => { abort.abort(); };
  }, [turn]);
  const counts = queue?.counts;
  return (
    <div class="screen" aria-busy={queue === null && error === null}>
      <Header crumbs={[{ text: "Projects", href: "/faultmark/" }, { text: queue?.project.title ?? "Project", href: `/faultmark/projects/${project}` }, { text: "Review" }]} />
      {queue !== null && <ProjectTabs project={queue.project} here="review" />}
      {error !== null && <Failure title="The review cannot be opened" error={error} retry={() => { setTurn((last) => last + 1); }} />}
      {counts && (
        <section class="message">
          <h2>Nothing waits for a reviewer</h2>
          <p>
            A task comes here when its annotators disagree, or when it is drawn as a sample. {counts.incomplete} {counts.incomplete === 1 ? "task still wants" : "tasks still want"} annotators,{" "}
            {counts.sent_back} were sent back, {counts.settled} are settled.
          </p>
          <a class="button primary" href={`/faultmark/projects/${project}`}>All tasks</a>
        </section>
      )}
    </div>
  );
}
