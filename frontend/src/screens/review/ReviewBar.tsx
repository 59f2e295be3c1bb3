/** The verdicts, always in reach. */
import type { Review } from "../../model/review/review";
import type { ReviewSteps } from "./keys";

export function ReviewBar({ review, steps }: { review: Review; steps: ReviewSteps }) {
  const sheet = review.sheet.value;
  const { source } = sheet.settled;
  const annotators = review.lanes.value.filter(({ kind }) => kind === "annotator").length;
  const people = annotators === 1 ? "1 annotator" : `${annotators} annotators`;
  const from = source === "settled" ? "Settled before" : source === "draft" ? "Settled lane as left" : `Settled from consensus: clusters and medians, ${people}`;
  const isFixed = review.isFixed.value;
  const cannot = !sheet.may_review || review.busy.value;
  const undoes = review.history.undoes;
  const sendBack = annotators === 0 || review.comment.value.trim() === "";
  return (
    <footer class="bottom-bar review-bar">
      <span class="muted source" title={from}>{isFixed ? `${from}, changed by you` : from}</span>
      <button class="button" type="button" disabled={sheet.blind_by_rule} title={sheet.blind_by_rule ? "The project hides names." : undefined} aria-pressed={sheet.blind} onClick={() => { steps.names(); }}>
        {sheet.blind ? "Show names" : "Hide names"} <kbd>H</kbd>
      </button>
      <button class="button" type="button" disabled={review.disagreements.value.length === 0} onClick={() => { review.next(1); }}>
        Next disagreement <kbd>N</kbd>
      </button>
      <span class="gap" />
      <button class="button" type="button" disabled={undoes === null} title={undoes ?? undefined} onClick={() => { review.history.undo(); }}>
        Undo <kbd>Ctrl+Z</kbd>
      </button>
      <button class="button" type="button" disabled={cannot || sendBack} title={sendBack ? "Write a comment first" : undefined} onClick={() => { steps.judge("send_back"); }}>
        Send back <kbd>R</kbd>
      </button>
      <button class={isFixed ? "button primary" : "button"} type="button" disabled={cannot || !isFixed} title={isFixed ? undefined : "You changed nothing: accept"} onClick={() => { steps.judge("fix"); }}>
        Fix and accept {isFixed && <kbd>A</kbd>}
      </button>
      <button class={isFixed ? "button" : "button primary"} type="button" disabled={cannot || isFixed} title={isFixed ? "You changed the settled lane: fix and accept" : undefined} onClick={() => { steps.judge("accept"); }}>
        Accept {!isFixed && <kbd>A</kbd>}
      </button>
    </footer>
  );
}
