/** What waits for a reviewer, worst agreement first, and how the annotators of this task agree. */
import { useState } from "preact/hooks";

import { shareText } from "../../model/origin";
import type { ReviewRow, ReviewSheet } from "../../net/types";
import { api } from "../boot";
import { useLoaded } from "../load";
import { Meter } from "../parts";

const VIEWS = [
  { value: "waiting", text: "Worst first" },
  { value: "sent_back", text: "Sent back" },
  { value: "settled", text: "Settled" },
  { value: "incomplete", text: "Wants annotators" },
] as const;

const REASONS = [
  { value: "", text: "Any reason" },
  { value: "missed", text: "Region missed" },
  { value: "boundaries", text: "Boundaries" },
  { value: "class", text: "Class" },
  { value: "severity", text: "Severity" },
  { value: "sample", text: "Random sample" },
] as const;

/** What was chosen stays when the next task comes. */
let kept = { state: "waiting", reason: "" };

/** The task that comes after one that was judged: of the chosen reason, as long as one waits for it. */
export async function nextTask(project: number, after: number): Promise<number | null> {
  for (const reason of new Set([kept.reason, ""])) {
    const queue = await api.reviewQueue(project, { reason }).catch(() => null);
    const next = queue?.results.find((row) => row.task !== after && row.may_review);
    if (next !== undefined) return next.task;
  }
  return null;
}

export function ReviewQueue({ project, task, agreement, turn }: { project: number; task: number; agreement: ReviewSheet["agreement"]; turn: number }) {
  const [asked, setAsked] = useState(kept);
  const [loaded, retry] = useLoaded((signal) => api.reviewQueue(project, asked, signal), [project, asked, turn]);
  const queue = loaded.state === "ready" ? loaded.value : null;
  const choose = (chosen: Partial<typeof kept>) => {
    kept = { ...kept, ...chosen };
    setAsked(kept);
  };
  const low = queue?.low_agreement ?? 0;
  return (
    <aside class="queue review-queue" aria-label="To review">
      <div class="queue-head">
        <h2 class="section-title">To review</h2>
        {queue !== null && (
          <>
            <p>
              <span class="strong">{queue.counts.waiting} {queue.counts.waiting === 1 ? "task waits" : "tasks wait"}</span>
              <span class="muted"> · {queue.counts.sampled} sampled</span>
            </p>
            <Meter value={queue.counts.settled} total={queue.counts.settled + queue.counts.waiting + queue.counts.sent_back} label="Settled" />
          </>
        )}
        {loaded.state === "failed" && (
          <p>
            {loaded.error.detail} <button class="button" type="button" onClick={retry}>Try again</button>
          </p>
        )}
      </div>
      <div class="queue-filter">
        <select class="input" aria-label="Which tasks" value={asked.state} onChange={(event) => { choose({ state: event.currentTarget.value }); }}>
          {VIEWS.map(({ value, text }) => <option key={value} value={value}>{text}</option>)}
        </select>
        <select class="input" aria-label="For which reason" value={asked.reason} onChange={(event) => { choose({ reason: event.currentTarget.value }); }}>
          {REASONS.map(({ value, text }) => <option key={value} value={value}>{text}</option>)}
        </select>
      </div>
      <nav aria-label="Tasks">
        {queue?.results.map((row) => <Row key={row.task} row={row} project={project} isHere={row.task === task} low={low} />)}
        {queue?.results.length === 0 && <p class="queue-head muted">{asked.reason !== "" ? "No task is here for this reason." : asked.state === "waiting" ? "Nothing waits for a reviewer." : "No task is here."}</p>}
        {queue !== null && queue.total > queue.results.length && <p class="queue-head muted">and {(queue.total - queue.results.length).toLocaleString("en")} more</p>}
      </nav>
      <Agreement agreement={agreement} />
    </aside>
  );
}

/** Why a task is in the queue, such as "boundaries, class, 1 missed". */
export function reasonText(row: ReviewRow): string {
  const { missed, boundaries, severity } = row.counts;
  const parts = [boundaries > 0 ? "boundaries" : "", row.counts.class > 0 ? "class" : "", severity > 0 ? "severity" : "", missed > 0 ? `${missed} missed` : ""].filter(Boolean);
  if (parts.length > 0) return parts.join(", ");
  return row.reason === "sample" ? "random sample" : row.annotators < row.overlap ? "wants annotators" : "all agree";
}

function Row({ row, project, isHere, low }: { row: ReviewRow; project: number; isHere: boolean; low: number }) {
  const tone = row.score === null ? "" : row.score < low ? "bad" : "good";
  return (
    <a class="queue-row" href={`/faultmark/projects/${project}/tasks/${row.task}/review`} aria-current={isHere ? "page" : undefined} title={row.why_not || undefined}>
      <span class="strong">{row.title}</span>
      <span class={`pill ${tone}`}>{row.score === null ? "–" : `IoU ${shareText(row.score)}`}</span>
      <small>{row.nobody_left ? `${reasonText(row)} · nobody left to ask` : reasonText(row)}</small>
      <small>{row.annotators}{row.models > 0 ? " + model" : ` of ${row.overlap}`}</small>
    </a>
  );
}

function Agreement({ agreement }: { agreement: ReviewSheet["agreement"] }) {
  const half = agreement.f1.find(({ threshold }) => threshold === 0.5)?.value ?? null;
  const rows: readonly [string, number | null][] = [
    ["Range IoU", agreement.score],
    ["Event F1 at .5", half],
    ["Class α", agreement.class_alpha],
    ["Severity α", agreement.severity_alpha],
  ];
  return (
    <section class="task-agreement" aria-label="Agreement of this task">
      <h2 class="section-title">Agreement of this task</h2>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value === null ? "–" : shareText(value)}</dd>
          </div>
        ))}
      </dl>
      {agreement.nobody_left && <p class="muted">Agreement is low, and nobody is left to ask.</p>}
    </section>
  );
}
