/** What reviewers said of the user's work, at its place: read, answered, resolved. */
import { useEffect } from "preact/hooks";

import type { AxisInfo } from "../core/types";
import type { Session } from "../model/session";
import { revealSpan } from "./moves";
import { ThreadCard } from "./ThreadCard";
import type { View } from "./view";

export function Comments({ session, view, axis }: { session: Session; view: View; axis: AxisInfo }) {
  const { talk } = session;
  useEffect(() => {
    const abort = new AbortController();
    void talk.load(abort.signal);
    return () => { abort.abort(); };
  }, [talk]);
  const threads = talk.threads.value;
  const failure = talk.failure.value;
  const open = talk.open.value.length;
  if (threads.length === 0 && failure === null) return null;
  return (
    <section class="comments" aria-label="Comments">
      <h2 class="section-title"><span>Comments{open > 0 ? ` · ${open} open` : ""}</span></h2>
      {open > 0 && <p class="muted note">Change what you agree with, answer the rest, and submit again.</p>}
      {threads.map((thread) => (
        <ThreadCard
          key={thread.first.id}
          thread={thread}
          axis={axis}
          zone={view.zone.value}
          busy={talk.busy.value}
          selected={view.comment.value === thread.first.id}
          show={(start, end) => {
            view.comment.value = thread.first.id;
            session.telemetry.cursor.value = start;
            revealSpan(session, axis, start, end);
          }}
          answer={(text) => talk.answer(thread, text)}
          resolve={(resolved) => void talk.resolve(thread, resolved)}
        />
      ))}
      {failure !== null && <p class="problem" role="alert">{failure.detail}</p>}
    </section>
  );
}
