/** One thread of comments: what was said, where, the answers, and whether it is resolved. */
import { useState } from "preact/hooks";

import type { AxisInfo, Tick } from "../core/types";
import type { Thread } from "../model/talk";
import { clockText } from "../model/times";

interface Parts {
  readonly thread: Thread;
  readonly axis: AxisInfo;
  readonly zone: string;
  readonly busy: boolean;
  readonly selected?: boolean;
  /** Bring its place into view. */
  readonly show: (start: Tick, end: Tick) => void;
  readonly answer: (text: string) => Promise<boolean>;
  readonly resolve: (resolved: boolean) => void;
}

export function ThreadCard({ thread, axis, zone, busy, selected = false, show, answer, resolve }: Parts) {
  const [text, setText] = useState("");
  const [isOpen, setOpen] = useState(false);
  const { first, answers, place } = thread;
  return (
    <div class={first.resolved ? "thread resolved" : "thread"} aria-current={selected ? "true" : undefined}>
      <p class="muted">
        {first.author}{first.to === null ? "" : ` to ${first.to}`}
        {place !== null && (
          <button class="quiet" type="button" onClick={() => { show(place.start, place.end); }}>
            at {clockText(axis, place.start, zone)}
          </button>
        )}
        {first.resolved && <span class="pill good">resolved</span>}
      </p>
      <p>{first.text}</p>
      {answers.map((said) => (
        <div key={said.id} class="answer">
          <p class="muted">{said.author}</p>
          <p>{said.text}</p>
        </div>
      ))}
      <div class="actions">
        <button class="quiet" type="button" onClick={() => { setOpen(!isOpen); }}>Answer</button>
        <button class="quiet" type="button" disabled={busy} onClick={() => { resolve(!first.resolved); }}>{first.resolved ? "Open again" : "Resolve"}</button>
      </div>
      {isOpen && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() === "") return;
            void answer(text.trim()).then((done) => {
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
