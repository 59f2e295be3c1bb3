/** Whether what one sees is safe, always in sight. */
import type { Session } from "../model/session";

const clock = (at: Date) => at.toLocaleTimeString("en-GB");

export function SaveStateText({ session }: { session: Session }) {
  const state = session.autosave.state.value;
  const verb = session.submitted.value ? "Submitted, saved" : "Saved as draft";
  switch (state.kind) {
    case "clean":
      return <span class="save-state muted" role="status">Nothing to save</span>;
    case "dirty":
    case "saving":
      return <span class="save-state muted" role="status">Saving…</span>;
    case "saved":
      return <span class="save-state muted" role="status">{verb} {clock(state.at)}</span>;
    case "offline":
      return <span class="save-state bad" role="status">Not saved: the server is away</span>;
    default:
      return <span class="save-state bad" role="status">Not saved</span>;
  }
}

/** What needs a decision. */
export function SaveBanner({ session }: { session: Session }) {
  const state = session.autosave.state.value;
  const failure = session.failure.value;
  if (state.kind === "conflict") {
    return (
      <div class="banner bad" role="alert">
        <span>This task was saved in another tab or by another session of yours. Which labels are to stay?</span>
        <button class="button" type="button" onClick={() => { session.resolveConflict("theirs"); }}>Those saved elsewhere</button>
        <button class="button" type="button" onClick={() => { session.resolveConflict("mine"); }}>Those on this page</button>
      </div>
    );
  }
  if (state.kind === "offline") {
    return (
      <div class="banner" role="status">
        <span>{state.message} You can work on: it is kept in this browser and saved when the server is back.</span>
        <button class="button" type="button" onClick={() => void session.autosave.flush()}>Try now</button>
      </div>
    );
  }
  if (state.kind === "refused") {
    return (
      <div class="banner bad" role="alert">
        <span>The draft was not saved: {state.error.detail}</span>
        <button class="button" type="button" onClick={() => void session.autosave.flush()}>Try again</button>
      </div>
    );
  }
  if (failure !== null && failure.problems.length === 0) {
    return (
      <div class="banner bad" role="alert">
        <span>{failure.detail}</span>
        <button class="button" type="button" onClick={() => { session.failure.value = null; }}>Close</button>
      </div>
    );
  }
  return null;
}
