/** Whether what one sees is safe, who else is here, and what needs a decision. Always in sight. */
import type { Session } from "../model/session";
import type { Tabs } from "../model/tabs";
import type { PresenceDoc } from "../net/types";

const clock = (at: Date) => at.toLocaleTimeString("en-GB");

export function SaveStateText({ session }: { session: Session }) {
  const state = session.saving.autosave.state.value;
  const verb = session.saving.submitted.value ? "Submitted, saved" : "Saved as draft";
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

/** Who else has the task open. */
export function Presence({ others, tabs }: { others: readonly PresenceDoc[]; tabs: number }) {
  const people = [...new Set(others.filter(({ mine }) => !mine).map(({ name }) => name))];
  const elsewhere = tabs > 0 || others.some(({ mine }) => mine);
  if (people.length === 0 && !elsewhere) return null;
  const text = [...people, ...(elsewhere ? ["you in another tab"] : [])].join(", ");
  return (
    <span class="presence" role="status" title={`Also here: ${text}`}>
      <span class="dot" aria-hidden="true" />
      <span>Also here: {text}</span>
    </span>
  );
}

function amount(document: { readonly regions: readonly unknown[] }): string {
  return document.regions.length === 1 ? "one region" : `${document.regions.length} regions`;
}

export function SaveBanner({ session, tabs, load }: { session: Session; tabs: Tabs | null; load: () => void }) {
  const { saving } = session;
  const state = saving.autosave.state.value;
  const failure = saving.failure.value;
  const leftover = saving.leftover.value;
  if (state.kind === "conflict") {
    const theirs = state.error.document;
    const when = theirs?.saved_at ? ` at ${clock(new Date(theirs.saved_at))}` : "";
    return (
      <div class="banner bad" role="alert">
        <span>
          {theirs === null ? state.error.detail : `Your labels of this task were saved elsewhere${when}, in another tab or in Label Studio: ${amount(theirs)} there, ${amount(session.doc.value)} here. Nothing is lost; which shall go on?`}
        </span>
        {theirs !== null && (
          <>
            <button class="button" type="button" onClick={() => { saving.resolve("both"); }}>Both together</button>
            <button class="button" type="button" onClick={() => { saving.resolve("theirs"); }}>Those saved elsewhere</button>
            <button class="button" type="button" onClick={() => { saving.resolve("mine"); }}>Those on this page</button>
          </>
        )}
      </div>
    );
  }
  if (leftover !== null) {
    return (
      <div class="banner" role="alert">
        <span>Labels of an earlier visit were never saved ({leftover.doc.regions.length} regions), and others have been saved since ({session.doc.value.regions.length} regions). Which shall go on? Undo brings the others back.</span>
        <button class="button" type="button" onClick={() => { saving.resolveLeftover(true); }}>Those of the earlier visit</button>
        <button class="button" type="button" onClick={() => { saving.resolveLeftover(false); }}>Those saved since</button>
      </div>
    );
  }
  if (state.kind === "offline") {
    return (
      <div class="banner" role="status">
        <span>{state.message} You can work on: it is kept in this browser and saved when the server is back.</span>
        <button class="button" type="button" onClick={() => void saving.autosave.flush()}>Try now</button>
      </div>
    );
  }
  if (state.kind === "refused") {
    return (
      <div class="banner bad" role="alert">
        <span>The draft was not saved: {state.error.detail}</span>
        <button class="button" type="button" onClick={() => void saving.autosave.flush()}>Try again</button>
      </div>
    );
  }
  if (tabs?.elsewhere.value !== null && tabs !== null) {
    return (
      <div class="banner" role="status">
        <span>This task is open in another tab of yours, and was saved there just now.</span>
        <button class="button" type="button" onClick={load}>Show what was saved</button>
      </div>
    );
  }
  if (failure !== null && failure.problems.length === 0) {
    return (
      <div class="banner bad" role="alert">
        <span>{failure.detail}</span>
        <button class="button" type="button" onClick={() => { saving.failure.value = null; }}>Close</button>
      </div>
    );
  }
  return null;
}
