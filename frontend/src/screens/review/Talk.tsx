/** The comment that goes to the annotators, what was said before, and what was done to the task. */
import type { AxisInfo } from "../../core/types";
import type { Review } from "../../model/review/review";
import { threadsOf } from "../../model/talk";
import { momentText } from "../../model/times";
import type { ReviewSheet } from "../../net/types";
import { ThreadCard } from "../ThreadCard";
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
  const threads = threadsOf(sheet.comments);
  return (
    <>
      {threads.length > 0 && (
        <section aria-label="Comments">
          <h2 class="section-title"><span>Comments</span></h2>
          {threads.map((thread) => (
            <ThreadCard
              key={thread.first.id}
              thread={thread}
              axis={axis}
              zone={view.zone.value}
              busy={review.busy.value}
              show={(start, end) => {
                review.telemetry.cursor.value = start;
                reveal(review.telemetry, axis, start, end);
              }}
              answer={(text) => review.say(text, thread.first.id)}
              resolve={(resolved) => void review.resolve(thread.first, resolved)}
            />
          ))}
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
