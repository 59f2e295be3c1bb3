/** The review of one task: who says what, where they disagree, and what is settled. */
import { useEffect, useMemo, useState } from "preact/hooks";

import { Review } from "../../model/review/review";
import { go } from "../../model/route";
import { api } from "../boot";
import { useLoaded } from "../load";
import { PaneMenu } from "../PaneMenu";
import { Failure, Header } from "../parts";
import { statusText } from "../StackHost";
import { keepView, openView, type View } from "../view";
import { ZoneChoice } from "../ZoneChoice";
import { Findings } from "./Findings";
import { IngestNote } from "./IngestNote";
import { handleReviewKey, type ReviewSteps } from "./keys";
import { ReviewBar } from "./ReviewBar";
import { ReviewKeys } from "./ReviewKeys";
import { nextTask, ReviewQueue } from "./ReviewQueue";
import { ReviewSaveState, ReviewBanner } from "./ReviewSaveState";
import { reveal, ReviewStack } from "./ReviewStack";

interface Opened {
  readonly review: Review;
  readonly view: View;
}

export function ReviewScreen({ project, task }: { project: number; task: number }) {
  const [loaded, reload] = useLoaded(
    async (signal): Promise<Opened> => {
      const [first, sheet] = await Promise.all([api.workbench(task, signal), api.review(task, false, signal)]);
      // The file may have been read between the two answers: panes are drawn by what the newer one knows of it.
      const bench = first.series.id === null && sheet.series.id !== null ? await api.workbench(task, signal) : first;
      return { review: new Review(bench, sheet, { api, storage: localStorage }), view: openView(bench) };
    },
    [task],
    ({ review, view }) => {
      keepView(view);
      void review.autosave.flush().finally(() => { review.dispose(); });
    },
  );

  if (loaded.state === "failed") {
    return (
      <div class="screen">
        <Header crumbs={[{ text: "Projects", href: "/faultmark/" }, { text: `Task ${task}`, href: `/faultmark/projects/${project}/tasks/${task}` }, { text: "Review" }]} />
        <Failure title="The review cannot be opened" error={loaded.error} retry={reload}>
          <a class="button" href={`/faultmark/projects/${project}/tasks/${task}`}>Label this task</a>
        </Failure>
      </div>
    );
  }
  return loaded.state === "pending" ? <div class="screen" aria-busy="true" /> : <Desk {...loaded.value} reload={reload} />;
}

function Desk({ review, view, reload }: Opened & { reload: () => void }) {
  const { bench } = review;
  const { project } = bench.task;
  const axis = review.telemetry.axis.value;
  const series = review.telemetry.series.value;
  const sheet = review.sheet.value;
  const status = view.status.value;
  const window = review.telemetry.window.value;
  const [done, setDone] = useState(0);

  const steps: ReviewSteps = useMemo(
    () => ({
      judge: (verdict) => {
        void review.judge(verdict).then((taken) => {
          if (!taken) return;
          setDone((count) => count + 1);
          void nextTask(project.id, bench.task.id).then((next) => { if (next !== null) go({ page: "review", project: project.id, task: next }); });
        });
      },
      names: () => void review.blindfold(!review.sheet.peek().blind),
      help: () => { view.dialog.value = "keys"; },
    }),
    [review],
  );

  useEffect(() => {
    document.title = `Review · ${bench.task.title} · ${project.title} · Faultmark`;
    const press = (event: KeyboardEvent) => { handleReviewKey(event, review, view, steps); };
    const leave = (event: BeforeUnloadEvent) => {
      review.history.keep();
      if (review.autosave.pending) event.preventDefault();
    };
    addEventListener("keydown", press);
    addEventListener("beforeunload", leave);
    return () => {
      removeEventListener("keydown", press);
      removeEventListener("beforeunload", leave);
    };
  }, [review]);

  // The series was read while the page was open: only now are its axis and its samples known.
  const { state } = series;
  useEffect(() => {
    if (state === "ready" && axis === null) reload();
  }, [state]);

  // What one looks at is brought into view.
  const at = review.at.value;
  useEffect(() => {
    const { current } = review;
    if (axis !== null && current !== null) reveal(review.telemetry, axis, current.start, current.end);
  }, [at, axis]);

  return (
    <div class="screen">
      <Header
        crumbs={[
          { text: "Projects", href: "/faultmark/" },
          { text: project.title, href: `/faultmark/projects/${project.id}` },
          { text: bench.task.title, href: `/faultmark/projects/${project.id}/tasks/${bench.task.id}` },
          { text: "Review" },
        ]}
      >
        <ReviewSaveState review={review} />
        {axis?.kind !== "number" && <ZoneChoice view={view} />}
        <a class="button" href={`/faultmark/projects/${project.id}/overview`}>Overview</a>
        <button class="button" type="button" onClick={() => { steps.help(); }}>
          <kbd>?</kbd> Keys
        </button>
        <a class="button" href={sheet.urls.label_studio}>Open in Label Studio</a>
      </Header>
      <ReviewBanner review={review} />
      {!sheet.may_review && sheet.why_not !== "" && <div class="banner" role="status"><span>{sheet.why_not}</span></div>}
      <div class="bench">
        <ReviewQueue project={project.id} task={bench.task.id} agreement={sheet.agreement} turn={done} />
        <main aria-label="Telemetry">
          {axis !== null && series.id !== null ? (
            <>
              <ReviewStack review={review} axis={axis} view={view} />
              <div class="status-line">
                <span class="said" role="status">{view.said.value || "Click a region in a lane to compare it; a key of its lane takes it over"}</span>
                <span>{status === null ? "" : statusText(axis, status, window.end - window.start, series.channels.length)}</span>
              </div>
            </>
          ) : (
            <IngestNote state={series.state} task={bench.task.id} project={project.id} />
          )}
        </main>
        <Findings review={review} view={view} axis={axis} />
      </div>
      <ReviewBar review={review} steps={steps} />
      <PaneMenu schema={bench.schema} view={view} />
      {view.dialog.value === "keys" && <ReviewKeys close={() => { view.dialog.value = null; }} />}
    </div>
  );
}
