/** The comment that goes to the annotators, what was said before, and what was done to the task. */
import { useState } from "preact/hooks";

import { asTick, parseTick } from "../../core/tick";
import type { AxisInfo } from "../../core/types";
import type { Review } from "../../model/review/review";
import { clockText, momentText } from "../../model/times";
import type { CommentDoc, ReviewSheet } from "../../net/types";
import type { View } from "../view";
import { reveal } from "./ReviewStack";

interface Parts {
  review: Review;
  view: View;
  axis: AxisInfo;
}

export function Talk({ review, view, axis }: Parts) {
  const sheet = review.sheet.value;
  const { anchor } = review;
  const threads = sheet.comments.filter(({ parent }) => parent === null);
  return (
    <>
      {threads.length > 0 && (
        <section aria-label="Comments">
          <h2 class="section-title"><span>Comments</span></h2>
          {threads.map((thread) => <Thread key={thread.id} review={review} view={view} axis={axis} thread={thread} answers={sheet.comments.filter(({ parent }) => parent === thread.id)} />)}
        </section>
      )}
      {sheet.history.length > 0 && (
        <details class="review-history">
          <summary>History <span class="muted">{sheet.history.length}</span></summary>
          <ol>
            {sheet.history.map((step) => <Step key={step.id} step={step} />)}
          </ol>
        </details>
      )}
      <section class="comment-box">
        <label class="section-title" for="review-comment">Comment to the annotators</label>
        <textarea
          id="review-comment"
          class="input"
          rows={3}
          placeholder="What should be looked at again, and why"
          value={review.comment.value}
          onInput={(event) => { review.comment.value = event.currentTarget.value; }}
        />
        <p class="muted">
          Anchored at {momentText(axis, anchor.start, view.zone.value)} · required when you send back
        </p>
        {review.comment.value.trim() !== "" && (
          <button class="button" type="button" disabled={review.busy.value} onClick={() => void review.say(review.comment.value.trim())}>Only say it</button>
        )}
      </section>
    </>
  );
}

function Thread({ review, view, axis, thread, answers }: Parts & { thread: CommentDoc; answers: readonly CommentDoc[] }) {
  const [text, setText] = useState("");
  const [isOpen, setOpen] = useState(false);
  const start = thread.start === null ? null : parseTick(thread.start);
  const end = thread.end === null ? start : parseTick(thread.end);
  return (
    <div class={thread.resolved ? "thread resolved" : "thread"}>
      <p class="muted">
        {thread.author}{thread.to === null ? "" : ` to ${thread.to}`}
        {start !== null && (
          <button class="quiet" type="button" onClick={() => { review.telemetry.cursor.value = start; reveal(review.telemetry, axis, start, end ?? asTick(start)); }}>
            at {clockText(axis, start, view.zone.value)}
          </button>
        )}
        {thread.resolved && <span class="pill good">resolved</span>}
      </p>
      <p>{thread.text}</p>
      {answers.map((answer) => (
        <div key={answer.id} class="answer">
          <p class="muted">{answer.author}</p>
          <p>{answer.text}</p>
        </div>
      ))}
      <div class="actions">
        <button class="quiet" type="button" onClick={() => { setOpen(!isOpen); }}>Answer</button>
        <button class="quiet" type="button" disabled={review.busy.value} onClick={() => void review.resolve(thread, !thread.resolved)}>{thread.resolved ? "Open again" : "Resolve"}</button>
      </div>
      {isOpen && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() === "") return;
            void review.say(text.trim(), thread.id).then((done) => {
              if (!done) return;
              setText("");
              setOpen(false);
            });
          }}
        >
          <textarea class="input" rows={2} aria-label="Answer" value={text} onInput={(event) => { setText(event.currentTarget.value); }} />
          <button class="button" type="submit" disabled={text.trim() === ""}>Answer</button>
        </form>
      )}
    </div>
  );
}

const DONE: Readonly<Record<ReviewSheet["history"][number]["kind"], string>> = {
  submitted: "submitted", resubmitted: "submitted again", withdrawn: "withdrew", accepted: "accepted", fixed: "fixed and accepted", sent_back: "sent back",
};

/** One step of the history, with how many regions there were before and after it. */
function Step({ step }: { step: ReviewSheet["history"][number] }) {
  const before = step.before?.length;
  const after = step.after?.length;
  const change = after === undefined ? "" : before === undefined ? ` · ${after} regions` : ` · ${before} → ${after} regions`;
  const whose = step.author !== step.by && step.author !== "" ? ` ${step.author}'s work` : "";
  return (
    <li>
      <span>{step.by} {DONE[step.kind]}{whose}</span>
      <span class="muted">{new Date(step.at).toLocaleString("en-GB")}{change}</span>
    </li>
  );
}
