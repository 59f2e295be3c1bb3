/** The review of one task: who says what, where they disagree, and what is settled. */
import { useEffect, useMemo, useState } from "preact/hooks";

import { Kept } from "../../model/kept";
import { layoutFromWire, layoutToWire, type Layout } from "../../model/layout";
import { Review } from "../../model/review/review";
import { go } from "../../model/route";
import { ApiError, isAbort } from "../../net/api";
import type { Preferences } from "../../net/types";
import { api } from "../boot";
import { TAB } from "../company";
import { IngestNote } from "./IngestNote";
import { PaneMenu } from "../PaneMenu";
import { Failure, Header } from "../parts";
import { statusText } from "../StackHost";
import { chooseZone } from "../steps";
import { createView, HERE, type View } from "../view";
import { Findings } from "./Findings";
import { handleReviewKey, type ReviewSteps } from "./keys";
import { ReviewBar } from "./ReviewBar";
import { ReviewKeys } from "./ReviewKeys";
import { ReviewQueue } from "./ReviewQueue";
import { ReviewSaveState, ReviewBanner } from "./ReviewSaveState";
import { reveal, ReviewStack } from "./ReviewStack";

interface Opened {
  readonly review: Review;
  readonly view: View;
}

export function ReviewScreen({ project, task }: { project: number; task: number }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    const abort = new AbortController();
    let mine: Opened | null = null;
    setError(null);
    Promise.all([api.workbench(task, TAB, abort.signal), api.review(task, false, abort.signal)]).then(
      ([bench, sheet]) => {
        if (abort.signal.aborted) return;
        const layout = new Kept<Layout>(layoutFromWire(bench.layout), (value) => api.saveLayout(project, layoutToWire(value)));
        const preferences = new Kept<Preferences>(bench.preferences, (value) => api.savePreferences(value));
        mine = { review: new Review(bench, sheet, { api, storage: localStorage }), view: createView(layout, preferences) };
        setOpened(mine);
      },
      (failure: unknown) => {
        if (!isAbort(failure)) setError(failure instanceof ApiError ? failure : new ApiError(0, String(failure)));
      },
    );
    return () => {
      abort.abort();
      const { review, view } = mine ?? {};
      view?.layout.flush();
      view?.preferences.flush();
      void review?.autosave.flush().finally(() => { review.dispose(); });
      setOpened(null);
    };
  }, [task, turn]);

  if (error !== null) {
    return (
      <div class="screen">
        <Header crumbs={[{ text: "Projects", href: "/faultmark/" }, { text: `Task ${task}`, href: `/faultmark/projects/${project}/tasks/${task}` }, { text: "Review" }]} />
        <Failure title="The review cannot be opened" error={error} retry={() => { setTurn((last) => last + 1); }}>
          <a class="button" href={`/faultmark/projects/${project}/tasks/${task}`}>Label this task</a>
        </Failure>
      </div>
    );
  }
  return opened === null ? <div class="screen" aria-busy="true" /> : <Desk {...opened} reload={() => { setTurn((last) => last + 1); }} />;
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
          void nextTask(project.id, bench.task.id);
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
        {axis?.kind !== "number" && (
          <select class="button" aria-label="Time zone" value={view.zone.value} onChange={(event) => { chooseZone(view, event.currentTarget.value); }}>
            <option value="UTC">Data's zone (UTC)</option>
            {HERE !== "UTC" && <option value={HERE}>{HERE}</option>}
          </select>
        )}
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

/** Go to the task that waits next, or to the list where none is left. */
async function nextTask(project: number, after: number): Promise<void> {
  const queue = await api.reviewQueue(project, {}).catch(() => null);
  const next = queue?.results.find((row) => row.task !== after && row.may_review);
  if (next !== undefined) go({ page: "review", project, task: next.task });
}
