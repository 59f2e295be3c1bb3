/** What one does most, always in reach: labels, proposals, undo, submit. */
import { shownKey } from "../model/keys";
import type { Session } from "../model/session";
import type { Steps } from "./actions";
import { labelColor } from "./drawn";
import { labelKeys } from "./Details";
import { theme } from "./theme";

export function BottomBar({ session, steps }: { session: Session; steps: Steps }) {
  const active = session.activeLabel.value;
  const keys = labelKeys(session);
  const all = session.proposals.value.length;
  const shown = session.shownProposals.value.length;
  const undoes = session.history.undoes;
  const problems = session.problems.value;
  const busy = session.submitting.value;
  return (
    <footer class="bottom-bar">
      <div class="labels" role="radiogroup" aria-label="Label for the next region">
        {session.labelControls.flatMap((control) =>
          control.options.map((option) => {
            const color = labelColor(session.schema, control.name, option.value, theme.value);
            return (
              <button
                key={`${control.name}/${option.value}`}
                type="button"
                class="option"
                role="radio"
                aria-checked={active?.control === control.name && active.value === option.value}
                title={option.hint ?? undefined}
                style={{ "--swatch": color }}
                onClick={() => { session.chooseLabel(control.name, option.value); }}
              >
                <span class="swatch" aria-hidden="true" />
                {option.alias ?? option.value}
                {keys[option.value] && <kbd>{keys[option.value]}</kbd>}
              </button>
            );
          }),
        )}
      </div>
      {all > 0 && (
        <>
          <label class="muted" for="threshold">Proposals from</label>
          <input id="threshold" type="range" min="0" max="1" step="0.01" value={session.threshold.value} onInput={(event) => { session.threshold.value = event.currentTarget.valueAsNumber; }} />
          <span>{session.threshold.value.toFixed(2).replace(/^0/, "")}</span>
          <button class="button" type="button" disabled={shown === 0} onClick={() => { session.acceptShown(); }}>
            Accept {shown} above <kbd>⇧↵</kbd>
          </button>
        </>
      )}
      {problems.length > 0 && <span class="save-state bad" role="alert">{problems.length === 1 ? problems[0]?.message : `${problems.length} fields are missing`}</span>}
      <button class="button" type="button" disabled={undoes === null} title={undoes === null ? undefined : `Undo: ${undoes}`} onClick={() => { session.history.undo(); }}>
        Undo <kbd>{shownKey("⌘Z")}</kbd>
      </button>
      <button class="button" type="button" disabled={busy} onClick={() => { steps.skip(); }}>
        Skip <kbd>B</kbd>
      </button>
      <button class="button primary" type="button" disabled={busy || session.axis.value === null} onClick={() => { steps.submit(); }}>
        {session.submitted.value ? "Update" : "Submit"}
      </button>
    </footer>
  );
}
