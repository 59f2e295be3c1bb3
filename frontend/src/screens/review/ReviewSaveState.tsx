/** Whether the settled lane is safe, and what needs a decision. */
import type { Review } from "../../model/review/review";

const clock = (at: Date) => at.toLocaleTimeString("en-GB");

export function ReviewSaveState({ review }: { review: Review }) {
  const state = review.autosave.state.value;
  if (state.kind === "offline" || state.kind === "conflict" || state.kind === "refused") {
    return <span class="save-state bad" role="status">{state.kind === "offline" ? "Not saved: the server is away" : "Not saved"}</span>;
  }
  const text = state.kind === "saved" ? `${review.sheet.value.state === "settled" ? "Settled" : "Settled draft saved"} ${clock(state.at)}` : state.kind === "clean" ? "Nothing to save" : "Saving…";
  return <span class="save-state muted" role="status">{text}</span>;
}

export function ReviewBanner({ review }: { review: Review }) {
  const state = review.autosave.state.value;
  const failure = review.failure.value;
  if (state.kind === "conflict") {
    const theirs = state.error.settled;
    return (
      <div class="banner bad" role="alert">
        <span>{theirs === null ? state.error.detail : "This task was reviewed elsewhere in the meantime. Nothing is lost; which settled lane shall go on?"}</span>
        {theirs !== null && (
          <>
            <button class="button" type="button" onClick={() => { review.resolveConflict("theirs", theirs); }}>The one saved elsewhere</button>
            <button class="button" type="button" onClick={() => { review.resolveConflict("mine", theirs); }}>The one on this page</button>
          </>
        )}
      </div>
    );
  }
  if (state.kind === "offline" || state.kind === "refused") {
    return (
      <div class="banner" role="status">
        <span>{state.kind === "offline" ? `${state.message} You can work on; it is saved when the server is back.` : `The settled lane was not saved: ${state.error.detail}`}</span>
        <button class="button" type="button" onClick={() => void review.autosave.flush()}>Try now</button>
      </div>
    );
  }
  if (failure !== null) {
    return (
      <div class="banner bad" role="alert">
        <span>{failure.detail}</span>
        <button class="button" type="button" onClick={() => { review.failure.value = null; }}>Close</button>
      </div>
    );
  }
  return null;
}
