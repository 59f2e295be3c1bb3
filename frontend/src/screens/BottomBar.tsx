/** What one does most, always in reach: labels, proposals, undo, submit. */
import { shareText } from "../model/origin";
import type { Session } from "../model/session";
import type { Steps } from "./actions";
import { labelColor } from "./drawn";
import { labelKeys } from "./RegionForm";
import { theme } from "./theme";
import type { View } from "./view";

export function BottomBar({ session, view, steps }: { session: Session; view: View; steps: Steps }) {
  const active = session.regions.activeLabel.value;
  const keys = labelKeys(session, view);
  const keymap = view.keymap.value;
  const { threshold } = session.proposals;
  const all = session.proposals.open.value.length;
  const shown = session.proposals.shown.value.length;
  const undoes = session.history.undoes;
  const busy = session.saving.submitting.value;
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
                onClick={() => { session.regions.chooseLabel(control.name, option.value); }}
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
        <div class="threshold">
          <label class="muted" for="threshold"><span class="wide">Proposals </span><span class="word">from</span></label>
          <input id="threshold" type="range" min="0" max="1" step="0.01" value={threshold.value} title={`${keymap.shown("strongerOnly")} and ${keymap.shown("weakerToo")}`} onInput={(event) => { threshold.value = event.currentTarget.valueAsNumber; }} />
          <output for="threshold">{shareText(threshold.value)}</output>
          <button class="button" type="button" disabled={shown === 0} onClick={() => { session.acceptShown(); }}>
            <span>Accept {shown}<span class="word"> above</span></span> <kbd>{keymap.shown("acceptAbove")}</kbd>
          </button>
        </div>
      )}
      <button class="button" type="button" disabled={undoes === null} title={undoes === null ? undefined : `Undo: ${undoes}`} onClick={() => { session.history.undo(); }}>
        Undo <kbd class="known">{keymap.shown("undo")}</kbd>
      </button>
      <button class="button" type="button" disabled={busy} onClick={() => { steps.skip(); }}>
        Skip <kbd>{keymap.shown("skip")}</kbd>
      </button>
      <button class="button primary" type="button" disabled={busy || session.telemetry.axis.value === null} title={keymap.shown("submit")} onClick={() => { steps.submit(); }}>
        {session.saving.submitted.value ? "Update" : "Submit"}
      </button>
    </footer>
  );
}
