/** Skip a task, and say why: whoever gets it next, or plans the work, reads the reason. */
import { useState } from "preact/hooks";

import { Dialog } from "./Dialog";

const REASONS = ["The signal is too poor to judge", "Not my field: somebody else should look", "Data or metadata are wrong", "I need more information"];

export function SkipDialog({ skip, close }: { skip: (reason: string) => void; close: () => void }) {
  const [reason, setReason] = useState("");
  return (
    <Dialog title="Skip this task" close={close} narrow>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          close();
          skip(reason.trim());
        }}
      >
        <div class="options" role="group" aria-label="Usual reasons">
          {REASONS.map((usual) => (
            <button key={usual} type="button" class="option" aria-pressed={reason === usual} onClick={() => { setReason(usual); }}>
              {usual}
            </button>
          ))}
        </div>
        <label class="field">
          <span class="name">Why? (may stay empty)</span>
          <textarea class="input" rows={3} autofocus value={reason} onInput={(event) => { setReason(event.currentTarget.value); }} />
        </label>
        <p class="muted">What you have labeled so far stays with the task as a skipped annotation.</p>
        <div class="actions">
          <button class="button primary" type="submit">Skip</button>
          <button class="button" type="button" onClick={close}>Cancel</button>
        </div>
      </form>
    </Dialog>
  );
}
