/** Right of the bench: the form of what is selected, all regions, and what is known of the machine. */
import { useEffect, useRef } from "preact/hooks";

import type { Session } from "../model/session";
import { appliesToTask } from "../model/visibility";
import { keyedChoice } from "./actions";
import { Comments } from "./Comments";
import { Events } from "./Events";
import { Field } from "./Fields";
import { Metadata } from "./Metadata";
import { RegionForm } from "./RegionForm";
import { RegionList } from "./RegionList";
import type { View } from "./view";

export function Details({ session, view }: { session: Session; view: View }) {
  const root = useRef<HTMLElement>(null);
  const axis = session.telemetry.axis.value;
  const isFree = session.selection.lead.value === null;
  const whole = session.schema.controls.filter((control) => !control.per_region && appliesToTask(control, session.doc.value, session.schema));
  const wanted = view.focus.value;
  useEffect(() => {
    if (wanted === null) return;
    root.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(wanted.control)}"] :is(button, input, textarea)`)?.focus();
    view.focus.value = null;
  }, [wanted]);
  return (
    <aside class="details" aria-label="Labels" ref={root}>
      <div class="upper">
        {axis !== null && !isFree && <RegionForm session={session} view={view} axis={axis} />}
        {axis !== null && isFree && <Hint session={session} view={view} />}
      </div>
      <div class="lower">
        {axis !== null && <Comments session={session} view={view} axis={axis} />}
        {axis !== null && <RegionList session={session} view={view} axis={axis} />}
        {whole.length > 0 && (
          <section aria-label="The whole task">
            <h2 class="section-title">The whole task</h2>
            {whole.map((control) => (
              <Field
                key={control.name}
                control={control}
                value={session.doc.value.values[control.name]}
                problem={session.problems.find((problem) => problem.region === null && problem.control === control.name)}
                keys={isFree && control === keyedChoice(session) ? Object.fromEntries(control.options.slice(0, 9).map((option, index) => [option.value, view.keymap.value.shown("choice", index)])) : {}}
                change={(value, typing) => { session.regions.setTaskValue(control.name, value, typing); }}
              />
            ))}
          </section>
        )}
        {axis !== null && <Events session={session} view={view} axis={axis} />}
        <Metadata session={session} />
      </div>
    </aside>
  );
}

function Hint({ session, view }: { session: Session; view: View }) {
  const label = session.regions.activeLabel.value;
  const open = session.proposals.shown.value.length;
  const keymap = view.keymap.value;
  return (
    <section>
      <h2 class="section-title">No region selected</h2>
      <p class="muted">
        {label === null ? "Choose a label below, then drag over what is wrong." : `Drag over a pane to mark a range as ${label.value}, or double-click for an instant.`}
      </p>
      {open > 0 && (
        <p class="muted note">
          {open === 1 ? "One proposal waits" : `${open} proposals wait`}: <kbd>{keymap.shown("accept")}</kbd> goes to the first, then accepts one after the other; <kbd>{keymap.shown("delete")}</kbd> dismisses.
        </p>
      )}
    </section>
  );
}
